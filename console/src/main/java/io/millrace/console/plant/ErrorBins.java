package io.millrace.console.plant;

/** The bins in which error ratios (score / threshold) are counted: finer below the threshold, where most are. */
public final class ErrorBins {

    private static final double[] UPPER = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.5, 2, 3, 5, 10};

    /** Number of bins; the last one has no upper edge. */
    public static final int COUNT = UPPER.length + 1;

    private ErrorBins() {}

    /** Upper edges of all bins but the last, rising. */
    public static double[] upperEdges() {
        return UPPER.clone();
    }

    /** The bin of a ratio; its lower edge belongs to it. A ratio that is no number counts as beyond all edges. */
    static int of(double ratio) {
        int bin = 0;
        while (bin < UPPER.length && !(ratio < UPPER[bin])) {
            bin++;
        }
        return bin;
    }
}
