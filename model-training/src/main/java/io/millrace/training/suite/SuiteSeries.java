package io.millrace.training.suite;

import io.millrace.detection.quality.Interval;
import io.millrace.training.series.Series;
import java.util.List;

/**
 * One series of a benchmark.
 *
 * @param name unique in its suite
 * @param group the data set that figures are summed over
 * @param train rows to fit on; their labels, if any, must not be looked at
 * @param scored rows that are scored and judged, with labels; where {@code trainIsPrefix}, its first rows are {@code train}
 * @param trainIsPrefix whether the training rows are the head of the scored ones, as TSB-AD, SKAB and NAB have it
 * @param truth anomalous intervals, in rows of {@code scored}; a benchmark's own, which may touch each other
 */
public record SuiteSeries(
        String name, String group, Series train, Series scored, boolean trainIsPrefix, List<Interval> truth) {

    public SuiteSeries {
        truth = List.copyOf(truth);
        if (scored.labels().isEmpty()) {
            throw new IllegalArgumentException("series " + name + " has no labels: it cannot be judged");
        }
        if (!train.layout().equals(scored.layout())) {
            throw new IllegalArgumentException("series %s has training sensors %s but scored sensors %s"
                    .formatted(name, train.layout(), scored.layout()));
        }
    }

    /** Labels of the scored rows, [rows]. */
    public boolean[] labels() {
        return scored.labels().orElseThrow();
    }
}
