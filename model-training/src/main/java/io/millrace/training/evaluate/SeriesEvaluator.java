package io.millrace.training.evaluate;

import io.millrace.detection.morphology.Run;
import io.millrace.detection.quality.ErrorStatistics;
import io.millrace.detection.quality.EventMatching;
import io.millrace.detection.quality.FalseAlarms;
import io.millrace.detection.quality.Interval;
import io.millrace.detection.quality.PredictionQuality;
import io.millrace.detection.quality.ScoreQuality;
import io.millrace.detection.quality.SeriesPeriod;
import io.millrace.detection.series.SeriesScores;
import io.millrace.training.suite.SuiteSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** Turns scores into figures: the first place where labels are looked at. */
final class SeriesEvaluator {

    private static final int TOP_SENSORS = 3;

    private SeriesEvaluator() {}

    static SeriesEvaluation evaluate(SuiteSeries series, ScoredSeries scored, AlarmRule rule, List<RootCauses> causes) {
        int rows = series.scored().length();
        boolean[] labels = series.labels();
        SeriesScores scores = scored.scores(rule.smoothing());
        double threshold = rule.threshold(scored.calibration());
        List<Run> runs = scores.events(threshold, rule.morphology());
        List<Interval> alarms =
                runs.stream().map(run -> new Interval(run.start(), run.end())).toList();
        EventMatching matching = EventMatching.of(series.truth(), alarms);
        int period = SeriesPeriod.lengthByRank(column(series, 0), 1);
        double[] causal = scores.perRow(rows);
        return new SeriesEvaluation(
                series,
                scored,
                scores,
                threshold,
                period,
                ScoreQuality.of(causal, labels, period),
                ScoreQuality.of(scored.delayed(), labels, period),
                PredictionQuality.of(Interval.toLabels(alarms, rows), labels, period),
                matching,
                FalseAlarms.of(matching, rows, readingInterval(series)),
                ErrorStatistics.byClass(causal, labels),
                alarms.stream()
                        .map(alarm -> event(alarm, scored, scores, series))
                        .toList(),
                hitRate(causes, scored));
    }

    private static DetectedEvent event(Interval alarm, ScoredSeries scored, SeriesScores scores, SuiteSeries series) {
        var weights = new double[scored.sensors().size()];
        double peak = 0;
        double sum = 0;
        for (int row = alarm.start(); row <= alarm.end(); row++) {
            int n = row - scored.firstRow();
            peak = Math.max(peak, scores.smoothed()[n]);
            sum += scores.smoothed()[n];
            for (int s = 0; s < weights.length; s++) {
                weights[s] += scored.share(n, s) * scored.raw()[n];
            }
        }
        List<String> top = RootCauses.ranked(scored.sensors(), weights).stream()
                .limit(TOP_SENSORS)
                .toList();
        boolean hit = series.truth().stream().anyMatch(alarm::overlaps);
        return new DetectedEvent(alarm.start(), alarm.end(), peak, sum / alarm.length(), top, hit);
    }

    private static OptionalDouble hitRate(List<RootCauses> causes, ScoredSeries scored) {
        var rates = new ArrayList<Double>();
        for (RootCauses cause : causes) {
            double rate = cause.hitRate(scored);
            if (!Double.isNaN(rate)) {
                rates.add(rate);
            }
        }
        return rates.stream().mapToDouble(Double::doubleValue).average();
    }

    private static double[] column(SuiteSeries series, int column) {
        return Arrays.stream(series.scored().rows())
                .mapToDouble(row -> row[column])
                .toArray();
    }

    /** Median time between neighbouring rows: one long gap must not count as much as all rows. */
    private static Duration readingInterval(SuiteSeries series) {
        long[] times = series.scored().timestamps();
        var steps = new long[Math.max(1, times.length - 1)];
        for (int r = 1; r < times.length; r++) {
            steps[r - 1] = times[r] - times[r - 1];
        }
        Arrays.sort(steps);
        return Duration.ofMillis(Math.max(1, steps[steps.length / 2]));
    }
}
