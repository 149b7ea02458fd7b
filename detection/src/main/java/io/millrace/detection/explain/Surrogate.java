package io.millrace.detection.explain;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A linear model of the score near the window: {@code score ≈ intercept + Σ coefficient · present}, where a sensor's segment is present with
 * its own rows or taken out. Simple to read; the fidelity says whether it may be believed. Arrays make it equal to itself alone.
 *
 * @param sensors as in the {@link Attribution}
 * @param segments as in the {@link Attribution}
 * @param coefficients in the score's unit, [sensors][segments]
 * @param sensorValues sums over the segments, [sensors]
 * @param intercept score where everything is taken out, as the line has it
 * @param fidelity weighted R² on the samples: 1 where the score is linear, 0 where the line says no more than the mean
 * @param samples masked windows it was fitted on
 */
public record Surrogate(
        List<String> sensors,
        List<Attribution.Segment> segments,
        double[][] coefficients,
        double[] sensorValues,
        double intercept,
        double fidelity,
        int samples) {

    private static final double BELIEVABLE = 0.7;

    public Surrogate {
        sensors = List.copyOf(sensors);
        segments = List.copyOf(segments);
    }

    /** Indices of the sensors, largest value first. */
    public List<Integer> ranking() {
        return IntStream.range(0, sensors.size())
                .boxed()
                .sorted((a, b) -> Double.compare(sensorValues[b], sensorValues[a]))
                .toList();
    }

    /** Whether the score is near enough to the line for the line to be read. */
    public boolean believable() {
        return fidelity >= BELIEVABLE;
    }
}
