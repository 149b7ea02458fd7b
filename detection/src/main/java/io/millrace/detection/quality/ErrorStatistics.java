package io.millrace.detection.quality;

import io.millrace.detection.scale.Quantiles;
import java.util.Arrays;

/**
 * How the scores of one class of rows are spread. All figures but the count are {@code NaN} for no rows.
 *
 * @param count number of rows
 * @param mean arithmetic mean
 * @param standardDeviation of the sample (n - 1); {@code NaN} for fewer than two rows
 * @param min lowest
 * @param q25 lower quartile
 * @param median middle
 * @param q75 upper quartile
 * @param q95 95 % quantile
 * @param q99 99 % quantile
 * @param max highest
 */
public record ErrorStatistics(
        int count,
        double mean,
        double standardDeviation,
        double min,
        double q25,
        double median,
        double q75,
        double q95,
        double q99,
        double max) {

    /** The statistics of the normal rows beside those of the anomalous rows. */
    public record ByClass(ErrorStatistics normal, ErrorStatistics anomalous) {}

    public static ErrorStatistics of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double mean = Arrays.stream(sorted).average().orElse(Double.NaN);
        double squares = 0;
        for (double value : sorted) {
            squares += (value - mean) * (value - mean);
        }
        return new ErrorStatistics(
                n,
                mean,
                n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1)),
                quantile(sorted, 0),
                quantile(sorted, 0.25),
                quantile(sorted, 0.5),
                quantile(sorted, 0.75),
                quantile(sorted, 0.95),
                quantile(sorted, 0.99),
                quantile(sorted, 1));
    }

    /**
     * @param scores one per row, no NaN
     * @param labels one per row, true where anomalous
     */
    public static ByClass byClass(double[] scores, boolean[] labels) {
        Inputs.requireScored(scores, labels);
        double[] anomalous = new double[Inputs.count(labels)];
        double[] normal = new double[labels.length - anomalous.length];
        for (int row = 0, a = 0, n = 0; row < labels.length; row++) {
            if (labels[row]) {
                anomalous[a++] = scores[row];
            } else {
                normal[n++] = scores[row];
            }
        }
        return new ByClass(of(normal), of(anomalous));
    }

    /**
     * As {@link Quantiles#ofSorted}, and no error for a class without a row.
     *
     * @param sorted ascending
     * @param q in [0, 1]
     * @return {@code NaN} for an empty array
     */
    static double quantile(double[] sorted, double q) {
        return sorted.length == 0 ? Double.NaN : Quantiles.ofSorted(sorted, q);
    }
}
