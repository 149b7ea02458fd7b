package io.millrace.detection.series;

import io.millrace.detection.explain.SensorShare;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a model says of a machine now.
 *
 * @param machineId whose rows these are
 * @param modelId model that said it
 * @param modelVersion its version
 * @param score of the newest window, smoothed along the rows given, ≥ 0
 * @param threshold of the machine
 * @param anomalous whether the score is above it, as the job decides
 * @param prediction the class, or the remaining life as a figure; normal or anomaly where the model knows no others
 * @param probability of something being wrong, in [0, 1]; empty where the score is no probability
 * @param confidence as alerts have it, in [0, 1]: a half at the threshold
 * @param sensors that carry it, largest share first
 * @param reason in a sentence
 */
public record Prediction(
        String machineId,
        String modelId,
        long modelVersion,
        double score,
        double threshold,
        boolean anomalous,
        String prediction,
        OptionalDouble probability,
        double confidence,
        List<SensorShare> sensors,
        String reason) {

    public Prediction {
        sensors = List.copyOf(sensors);
    }

    /** Score divided by threshold; above 1 is anomalous. */
    public double errorRatio() {
        return score / threshold;
    }
}
