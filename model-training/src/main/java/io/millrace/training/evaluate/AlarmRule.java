package io.millrace.training.evaluate;

import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.series.SeriesScores;
import io.millrace.detection.threshold.ThresholdPolicy;

/**
 * From window scores to events, without labels.
 *
 * @param smoothing along the series
 * @param threshold found on the calibration scores
 * @param morphology yes and no to events
 */
public record AlarmRule(Smoothing smoothing, ThresholdPolicy threshold, Morphology morphology) {

    /** @param calibration raw scores of held-back training windows, in time order */
    double threshold(double[] calibration) {
        return threshold.fit(SeriesScores.of(0, calibration, smoothing).smoothed());
    }
}
