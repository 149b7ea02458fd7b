package io.millrace.training.evaluate;

import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.series.SeriesScores;
import io.millrace.detection.threshold.AlertLevels;
import io.millrace.detection.threshold.LevelScale;
import io.millrace.detection.threshold.ThresholdPolicy;
import io.millrace.training.pipeline.AlarmOptions;
import io.millrace.training.pipeline.Calibration;

/**
 * From window scores to events, without labels.
 *
 * @param smoothing along the series
 * @param threshold found on the calibration scores
 * @param morphology yes and no to events
 * @param raised whether a threshold among the calibration scores is raised to the edge of normal, as the job raises a trained model's; see
 *     {@link LevelScale}
 */
public record AlarmRule(Smoothing smoothing, ThresholdPolicy threshold, Morphology morphology, boolean raised) {

    /** The threshold stands wherever it lies. */
    public AlarmRule(Smoothing smoothing, ThresholdPolicy threshold, Morphology morphology) {
        this(smoothing, threshold, morphology, false);
    }

    /** The alarms that the job raises with a model that was trained with these options. */
    static AlarmRule ofTrained(AlarmOptions options) {
        // a threshold that no score moves is of scores that are levels by themselves: these have no edge
        boolean raised = !(options.threshold() instanceof ThresholdPolicy.Fixed);
        return new AlarmRule(options.smoothing(), options.threshold(), options.morphology(), raised);
    }

    /** @param calibration raw scores of held-back training windows, in time order */
    double threshold(double[] calibration) {
        double[] scores = SeriesScores.of(0, calibration, smoothing).smoothed();
        double found = threshold.fit(scores);
        return raised ? LevelScale.of(Calibration.of(scores), found, false).alarm(found, AlertLevels.DEFAULT) : found;
    }
}
