package io.millrace.detection.quality;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long true events ran before they were noticed. Speaks of the found events alone: read it beside {@link #missed},
 * since a detector that finds only the glaring ones looks fast.
 *
 * @param steps one per found event, rows from the event's start to the first predicted row in it, at least 0
 * @param missed number of events that were never noticed
 */
public record DetectionDelay(List<Integer> steps, int missed) {

    public static final DetectionDelay EMPTY = new DetectionDelay(List.of(), 0);

    public DetectionDelay {
        steps = List.copyOf(steps);
    }

    /** The events of two series together. */
    public DetectionDelay plus(DetectionDelay other) {
        List<Integer> all = new ArrayList<>(steps);
        all.addAll(other.steps);
        return new DetectionDelay(all, missed + other.missed);
    }

    /** In rows; {@code NaN} if no event was found. */
    public double mean() {
        return steps.stream().mapToInt(Integer::intValue).average().orElse(Double.NaN);
    }

    /** In rows; {@code NaN} if no event was found. */
    public double median() {
        double[] sorted =
                steps.stream().mapToDouble(Integer::doubleValue).sorted().toArray();
        return ErrorStatistics.quantile(sorted, 0.5);
    }

    /** In rows; {@code NaN} if no event was found. */
    public double max() {
        return steps.stream().mapToDouble(Integer::doubleValue).max().orElse(Double.NaN);
    }

    /** Rows as time: {@code time(delay.median(), Duration.ofSeconds(60))}. */
    public static Duration time(double rows, Duration readingInterval) {
        return Duration.ofNanos(Math.round(rows * readingInterval.toNanos()));
    }
}
