package io.millrace.detection.quality;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * The best value of a metric over a set of thresholds: an oracle figure, since the labels chose the threshold.
 *
 * @param value the metric there, {@code NaN} if the series has no anomalous row
 * @param threshold the highest threshold that reaches it; rows with {@code score > threshold} are predicted
 */
public record BestThreshold(double value, double threshold) {

    /** How many evenly spaced thresholds the TSB-AD benchmark tries. */
    static final int GRID = 100;

    static final BestThreshold UNDEFINED = new BestThreshold(Double.NaN, Double.NaN);

    /**
     * The best of {@value #GRID} thresholds evenly spaced from the lowest to the highest score.
     *
     * @param metric of the predicted rows; called once per distinct prediction
     */
    static BestThreshold onEvenGrid(double[] scores, ToDoubleFunction<boolean[]> metric) {
        double lowest = Arrays.stream(scores).min().orElseThrow();
        double highest = Arrays.stream(scores).max().orElseThrow();
        double step = (highest - lowest) / (GRID - 1);

        // From the top, so that of equal values the fewest alarms win.
        BestThreshold best = new BestThreshold(0, highest);
        int predictedBefore = -1;
        for (int k = GRID - 1; k >= 0; k--) {
            double threshold = k == GRID - 1 ? highest : k * step + lowest;
            boolean[] predicted = Inputs.above(scores, threshold);
            int count = Inputs.count(predicted);
            if (count == predictedBefore) {
                continue;
            }
            predictedBefore = count;
            double value = metric.applyAsDouble(predicted);
            if (value > best.value) {
                best = new BestThreshold(value, threshold);
            }
        }
        return best;
    }
}
