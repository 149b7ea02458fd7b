package io.millrace.training.report;

import io.millrace.detection.quality.Interval;
import io.millrace.training.evaluate.DetectedEvent;
import io.millrace.training.evaluate.SeriesEvaluation;
import io.millrace.training.evaluate.SuiteEvaluation;
import io.millrace.training.plot.ScorePlot;
import java.util.Comparator;
import java.util.List;

/** What went most wrong in a run. */
final class Extremes {

    private static final int SHOWN = 4;
    private static final int LEAST_MARGIN = 200; // rows shown on either side

    private Extremes() {}

    /** An interval of a series, and how it stood to the threshold. */
    record Miss(SeriesEvaluation series, Interval rows, double peakRatio) {

        byte[] picture(String title) {
            int margin = Math.max(LEAST_MARGIN, 2 * rows.length());
            return ScorePlot.of(series, rows.start() - margin, rows.end() + margin, title);
        }
    }

    /** Missed events whose scores stayed farthest below the threshold, one a series. */
    static List<Miss> misses(SuiteEvaluation run) {
        return run.series().stream()
                .flatMap(one -> one.matching().missed().stream()
                        .map(rows -> new Miss(one, rows, peak(one, rows)))
                        .sorted(Comparator.comparingDouble(Miss::peakRatio))
                        .limit(1))
                .sorted(Comparator.comparingDouble(Miss::peakRatio))
                .limit(SHOWN)
                .toList();
    }

    /** False alarms with the highest score, one a series. */
    static List<Miss> falseAlarms(SuiteEvaluation run) {
        return run.series().stream()
                .flatMap(one -> one.events().stream()
                        .filter(event -> !event.hit())
                        .max(Comparator.comparingDouble(DetectedEvent::peak))
                        .map(event ->
                                new Miss(one, new Interval(event.start(), event.end()), event.peak() / one.threshold()))
                        .stream())
                .sorted(Comparator.comparingDouble(Miss::peakRatio).reversed())
                .limit(SHOWN)
                .toList();
    }

    private static double peak(SeriesEvaluation one, Interval rows) {
        double[] ratios = one.ratios();
        double peak = 0;
        for (int row = rows.start(); row <= Math.min(rows.end(), ratios.length - 1); row++) {
            peak = Math.max(peak, ratios[row]);
        }
        return peak;
    }
}
