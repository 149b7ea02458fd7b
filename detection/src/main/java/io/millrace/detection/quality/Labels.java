package io.millrace.detection.quality;

/** Reads the 0/1 label columns of data sets into the {@code boolean[]} that every metric takes. */
public final class Labels {

    private Labels() {}

    /**
     * @param zeroOne one label per row
     * @throws IllegalArgumentException if a label is neither 0 nor 1
     */
    public static boolean[] of(int[] zeroOne) {
        boolean[] labels = new boolean[zeroOne.length];
        for (int row = 0; row < zeroOne.length; row++) {
            if (zeroOne[row] != 0 && zeroOne[row] != 1) {
                throw new IllegalArgumentException(
                        "label of row " + row + " is " + zeroOne[row] + ": expected 0 (normal) or 1 (anomalous)");
            }
            labels[row] = zeroOne[row] == 1;
        }
        return labels;
    }

    /** The rows whose score is strictly above the threshold. */
    public static boolean[] predicted(double[] scores, double threshold) {
        return Inputs.above(scores, threshold);
    }
}
