package io.millrace.training.recipe;

import io.millrace.detection.quality.ConfusionMatrix;
import io.millrace.detection.quality.Interval;
import io.millrace.detection.threshold.ThresholdPolicy;
import io.millrace.detection.threshold.Thresholds;
import io.millrace.training.tune.LabelledPolicy;
import java.util.Map;

/**
 * The threshold of a kind that learns from labels, found on labelled windows that it was not fitted on.
 *
 * @param found windows above and below it: of the windows that chose it, so flattering
 */
record LabelledCalibration(Thresholds thresholds, ConfusionMatrix found) {

    /**
     * @param scores smoothed scores of the windows held back, in [0, 1], all series one after the other
     * @param labels of the same windows
     * @param kind for messages
     */
    static LabelledCalibration of(LabelledPolicy policy, double[] scores, RowLabels labels, String kind) {
        boolean[] anomalous = labels.joined();
        if (labels.anomalous() == 0) {
            throw new IllegalArgumentException(kind + " chooses its threshold on the newest rows of each series, which"
                    + " expect labelled anomalies, found none among " + anomalous.length
                    + " windows: give it rows up to a later fault");
        }
        double threshold = Math.max(ThresholdPolicy.SMALLEST, policy.fit(scores, anomalous));
        var alarmed = new boolean[scores.length];
        for (int n = 0; n < scores.length; n++) {
            alarmed[n] = scores[n] > threshold;
        }
        int events = labels.series().stream()
                .mapToInt(series -> Interval.fromLabels(series).size())
                .sum();
        return new LabelledCalibration(
                new Thresholds(policy.describe(), threshold, Map.of(), events, criticalRatio(threshold)),
                ConfusionMatrix.of(alarmed, anomalous));
    }

    /** Critical from half way between the threshold and certainty: a probability cannot be three times 0.5. */
    private static double criticalRatio(double threshold) {
        return Math.max(1, (1 + threshold) / (2 * threshold));
    }

    Map<String, String> provenance() {
        return Map.of(
                "calibration.windows", Long.toString(found.rows()),
                "calibration.anomalousWindows", Long.toString(found.truePositives() + found.falseNegatives()),
                "calibration.precision", Double.toString(found.precision()),
                "calibration.recall", Double.toString(found.recall()));
    }
}
