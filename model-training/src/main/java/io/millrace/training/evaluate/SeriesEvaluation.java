package io.millrace.training.evaluate;

import io.millrace.detection.quality.DetectionDelay;
import io.millrace.detection.quality.ErrorStatistics;
import io.millrace.detection.quality.EventMatching;
import io.millrace.detection.quality.FalseAlarms;
import io.millrace.detection.quality.PredictionQuality;
import io.millrace.detection.quality.ScoreQuality;
import io.millrace.detection.series.SeriesScores;
import io.millrace.training.suite.SuiteSeries;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Everything measured on one series.
 *
 * @param series what was judged
 * @param scored what the detector said
 * @param scores smoothed, as the job has them
 * @param threshold label-free
 * @param period rows; the widest window of the volumes
 * @param causal figures of the causal scores without a threshold, or at the best one
 * @param delayed figures of the delayed scores without a threshold, or at the best one
 * @param alarms figures of the label-free alarms; events by overlap with the benchmark's own intervals are in {@link #matching}
 * @param matching true events found and missed, alarms that are false
 * @param falseAlarms against machine time
 * @param errors causal scores of normal and of anomalous rows
 * @param events alarms in order
 * @param hitRate mean over events of the root-cause sensors found, where causes are known
 */
public record SeriesEvaluation(
        SuiteSeries series,
        ScoredSeries scored,
        SeriesScores scores,
        double threshold,
        int period,
        ScoreQuality causal,
        ScoreQuality delayed,
        PredictionQuality alarms,
        EventMatching matching,
        FalseAlarms falseAlarms,
        ErrorStatistics.ByClass errors,
        List<DetectedEvent> events,
        OptionalDouble hitRate) {

    public SeriesEvaluation {
        events = List.copyOf(events);
    }

    public ScoreQuality quality(ScoreTiming timing) {
        return timing == ScoreTiming.CAUSAL ? causal : delayed;
    }

    public DetectionDelay delay() {
        return matching.delay();
    }

    /** Causal score over threshold, [rows]. */
    public double[] ratios() {
        double[] ratios = scores.perRow(series.scored().length());
        for (int r = 0; r < ratios.length; r++) {
            ratios[r] /= threshold;
        }
        return ratios;
    }
}
