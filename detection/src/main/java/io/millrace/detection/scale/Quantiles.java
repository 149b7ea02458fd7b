package io.millrace.detection.scale;

/**
 * Quantiles by linear interpolation between order statistics.
 *
 * <p>Reference: R. J. Hyndman, Y. Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50(4), 1996, type 7.
 */
public final class Quantiles {

    private Quantiles() {}

    /**
     * The q-quantile of a sample.
     *
     * @param sorted sample in ascending order, at least one value, none NaN
     * @param q 0 (smallest value) … 1 (largest value)
     */
    public static double ofSorted(double[] sorted, double q) {
        if (sorted.length == 0) {
            throw new IllegalArgumentException("a quantile needs at least one value, found none");
        }
        if (!(q >= 0 && q <= 1)) {
            throw new IllegalArgumentException("a quantile is asked for by a share in [0, 1], found " + q);
        }
        double at = q * (sorted.length - 1);
        int below = (int) Math.floor(at);
        if (at == below) {
            return sorted[below];
        }
        return sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]);
    }
}
