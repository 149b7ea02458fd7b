package io.millrace.training.pipeline;

import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.score.WindowScoring;
import io.millrace.detection.threshold.ThresholdPolicy;

/**
 * From reconstruction errors to events.
 *
 * @param scoring errors to window scores
 * @param smoothing along a machine's scores
 * @param threshold found on the calibration rows, without labels
 * @param morphology yes and no to events
 * @param criticalRatio score / threshold from which an alert is critical, ≥ 1
 */
public record AlarmOptions(
        WindowScoring scoring,
        Smoothing smoothing,
        ThresholdPolicy threshold,
        Morphology morphology,
        double criticalRatio) {

    public static final AlarmOptions DEFAULT = new AlarmOptions(
            WindowScoring.MEAN,
            new Smoothing(0.3),
            new ThresholdPolicy.TrainQuantile(1, 1.75),
            new Morphology(3, 20, 0),
            3);

    public AlarmOptions {
        if (!(criticalRatio >= 1)) {
            throw new IllegalArgumentException("critical ratio: expected 1 or more, found " + criticalRatio);
        }
    }

    public AlarmOptions withScoring(WindowScoring value) {
        return new AlarmOptions(value, smoothing, threshold, morphology, criticalRatio);
    }

    public AlarmOptions withSmoothing(Smoothing value) {
        return new AlarmOptions(scoring, value, threshold, morphology, criticalRatio);
    }

    public AlarmOptions withThreshold(ThresholdPolicy value) {
        return new AlarmOptions(scoring, smoothing, value, morphology, criticalRatio);
    }

    public AlarmOptions withMorphology(Morphology value) {
        return new AlarmOptions(scoring, smoothing, threshold, value, criticalRatio);
    }

    public AlarmOptions withCriticalRatio(double value) {
        return new AlarmOptions(scoring, smoothing, threshold, morphology, value);
    }
}
