package io.millrace.detection.detector;

import io.millrace.detection.scale.Quantiles;
import java.util.Arrays;

/**
 * Makes scores of different detectors comparable: 0 up to what is usual, 1 at the edge of what normal operation shows, larger beyond.
 *
 * @param median of the scores of normal operation, finite
 * @param q99 their 99 % quantile, above the median
 */
public record ScoreCalibration(double median, double q99) {

    /** Level of the edge of normal operation. */
    public static final double EDGE_LEVEL = 0.3;

    /** Spreads below are taken for this: scores of a perfectly quiet sensor have none. */
    private static final double LEAST_SPREAD = 1e-6;

    public ScoreCalibration {
        if (!Double.isFinite(median) || !Double.isFinite(q99) || q99 < median) {
            throw new IllegalArgumentException(
                    "a calibration expects a finite median and a 99 % quantile above it, found " + median + " and "
                            + q99);
        }
    }

    /**
     * @param scores of normal operation that the detector was not fitted on, at least one
     * @param leastSpread smallest distance of the quantile from the median, ≥ 0, in the scores' unit: what stays below is no news even
     *     where training was quiet
     */
    public static ScoreCalibration of(double[] scores, double leastSpread) {
        if (scores.length == 0) {
            throw new IllegalArgumentException(
                    "a calibration needs scores of normal operation, found none: use a longer training part");
        }
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double median = Quantiles.ofSorted(sorted, 0.5);
        return new ScoreCalibration(median, Math.max(Quantiles.ofSorted(sorted, 0.99), median + leastSpread));
    }

    /** c = max(0, (s − median) / (q99 − median)). */
    public double apply(double score) {
        return Math.max(0, (score - median) / Math.max(q99 - median, LEAST_SPREAD));
    }

    /**
     * 1 − 0.7^c: from 0 where normal operation usually is, over {@value #EDGE_LEVEL} at the edge of what it shows (c = 1) and 0.7 at 3.4
     * times as far, to 1. Rises strictly; the further out, the more slowly.
     */
    public static double level(double c) {
        return 1 - Math.pow(1 - EDGE_LEVEL, c);
    }

    /**
     * The c whose {@link #level} this is.
     *
     * @param level in [0, 1)
     */
    public static double ofLevel(double level) {
        return level == EDGE_LEVEL ? 1 : Math.log1p(-level) / Math.log1p(-EDGE_LEVEL);
    }
}
