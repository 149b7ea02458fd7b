package io.millrace.cli.demo;

import io.millrace.detection.quality.EventMatching;
import io.millrace.detection.quality.EventQuality;
import io.millrace.detection.quality.Interval;
import io.millrace.training.series.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Alerts against the labels of a file, over the rows that were not trained on: a labelled event, which is a run of labelled
 * rows, is found when an alert of its machine overlaps it.
 *
 * @param quality found, false and missed, all machines together
 * @param delaySeconds for each found event the event time from its first row to the moment the alert was opened
 */
record LabelMatching(EventQuality quality, List<Double> delaySeconds) {

    LabelMatching {
        delaySeconds = List.copyOf(delaySeconds);
    }

    /** @param replayed labelled series, all of whose rows count */
    static LabelMatching of(List<Series> replayed, List<AlertSpan> alerts) {
        EventQuality quality = EventQuality.EMPTY;
        List<Double> delays = new ArrayList<>();
        for (Series series : replayed) {
            List<AlertSpan> own = alerts.stream()
                    .filter(alert -> alert.machineId().equals(series.machineId()))
                    .toList();
            List<Interval> truth = Interval.fromLabels(series.labels().orElseThrow());
            List<Interval> predicted =
                    own.stream().map(alert -> rows(series, alert)).toList();
            quality = quality.plus(EventMatching.of(truth, predicted).quality());
            for (Interval event : truth) {
                firstOpened(series, event, own, predicted).ifPresent(delays::add);
            }
        }
        return new LabelMatching(quality, delays);
    }

    private static OptionalDouble firstOpened(
            Series series, Interval event, List<AlertSpan> alerts, List<Interval> predicted) {
        long start = series.timestamps()[event.start()];
        OptionalDouble first = OptionalDouble.empty();
        for (int a = 0; a < alerts.size(); a++) {
            if (predicted.get(a).overlaps(event)) {
                double delay = Math.max(0, alerts.get(a).openedAtMillis() - start) / 1e3;
                first = OptionalDouble.of(Math.min(delay, first.orElse(Double.MAX_VALUE)));
            }
        }
        return first;
    }

    /** Share of the rows during which an alert of their machine is open, 0 to 1. */
    static double alertedShare(List<Series> replayed, List<AlertSpan> alerts) {
        long rows = 0;
        long alerted = 0;
        for (Series series : replayed) {
            List<Interval> spans = alerts.stream()
                    .filter(alert -> alert.machineId().equals(series.machineId()))
                    .map(alert -> rows(series, alert))
                    .toList();
            rows += series.length();
            for (boolean inside : Interval.toLabels(spans, series.length())) {
                alerted += inside ? 1 : 0;
            }
        }
        return rows == 0 ? 0 : (double) alerted / rows;
    }

    /** The alert's rows: from the first at or after its start to the last at or before its end. */
    private static Interval rows(Series series, AlertSpan alert) {
        long[] times = series.timestamps();
        int start = Math.min(times.length - 1, firstAtOrAfter(times, alert.startsAtMillis()));
        int end = firstAtOrAfter(times, alert.endsAtMillis() + 1) - 1;
        return new Interval(start, Math.max(start, end));
    }

    private static int firstAtOrAfter(long[] times, long time) {
        int at = Arrays.binarySearch(times, time);
        while (at > 0 && times[at - 1] == time) {
            at--;
        }
        return at < 0 ? -at - 1 : at;
    }

    /** Empty if nothing was found. */
    OptionalDouble medianDelaySeconds() {
        return Median.of(delaySeconds.stream().mapToDouble(Double::doubleValue));
    }
}
