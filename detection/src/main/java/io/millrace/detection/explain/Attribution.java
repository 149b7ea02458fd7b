package io.millrace.detection.explain;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What each sensor and each segment of time adds to a window's score beyond that of the background: sampled Shapley values. All values add up
 * to {@code score − backgroundScore}, but for the rounding of sums. Negative ones speak for a healthy window. Arrays make it equal to itself alone.
 *
 * @param sensors names of the sensors that the detector looks at, state inputs last
 * @param segments parts of the window, oldest first
 * @param values in the score's unit, [sensors][segments]
 * @param errors standard errors of the values over the pairs of permutations, background windows included, [sensors][segments]
 * @param sensorValues sums over the segments, [sensors]
 * @param sensorErrors their standard errors, [sensors]
 * @param segmentValues sums over the sensors, [segments]
 * @param segmentErrors their standard errors, [segments]
 * @param score of the window, before smoothing
 * @param backgroundScore mean score of the background's windows
 * @param pairs of permutations walked
 * @param seed they were drawn with
 */
public record Attribution(
        List<String> sensors,
        List<Segment> segments,
        double[][] values,
        double[][] errors,
        double[] sensorValues,
        double[] sensorErrors,
        double[] segmentValues,
        double[] segmentErrors,
        double score,
        double backgroundScore,
        int pairs,
        long seed) {

    /**
     * Steps that are taken out of a window together.
     *
     * @param oldest step before the window's end at which it begins
     * @param newest step before the window's end at which it ends, 0 for the newest row
     */
    public record Segment(int oldest, int newest) {

        /** Such as {@code −19…−10}. */
        public String label() {
            return oldest == newest ? sign(oldest) : sign(oldest) + "…" + sign(newest);
        }

        private static String sign(int stepsBeforeEnd) {
            return stepsBeforeEnd == 0 ? "0" : "−" + stepsBeforeEnd;
        }
    }

    public Attribution {
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

    /** All values added up: score − background score. */
    public double sum() {
        double sum = 0;
        for (double value : sensorValues) {
            sum += value;
        }
        return sum;
    }
}
