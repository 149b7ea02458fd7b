package io.millrace.detection.explain;

import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.scale.Scaler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a sensor shows while it is taken out of a window: the rows of healthy windows. An attribution is relative to it and says so. Its arrays
 * belong to it, nobody writes to them.
 *
 * @param windows raw rows of healthy windows, [ring rows][sensors] each, at least one
 * @param origin where they come from, for people
 */
public record Background(List<double[][]> windows, String origin) {

    public Background {
        windows = List.copyOf(windows);
        if (windows.isEmpty()) {
            throw new IllegalArgumentException(
                    "a background needs at least one healthy window, found none: give it more rows");
        }
    }

    /**
     * Rows that stand still at the middle of what the scaler saw: the mean or median of each sensor in training, the middle of its range for a
     * min-max scaler. No machine need ever have been in this state, so healthy windows are the better background.
     *
     * @param rows of a window, lookback included
     */
    public static Background ofScaler(Preprocessing preprocessing, int rows) {
        Scaler scaler = preprocessing.scaler();
        var middle = new double[scaler.sensors()];
        for (int j = 0; j < middle.length; j++) {
            middle[j] = switch (scaler.kind()) {
                case STANDARD, ROBUST -> scaler.offset(j);
                case MIN_MAX -> scaler.offset(j) + scaler.scale(j) / 2;
            };
        }
        var window = new double[rows][];
        Arrays.fill(window, middle);
        String what = switch (scaler.kind()) {
            case STANDARD -> "means";
            case ROBUST -> "medians";
            case MIN_MAX -> "middles of the ranges";
        };
        // the type said: an array would be taken for the list's elements
        return new Background(
                List.<double[][]>of(window),
                "no healthy rows were given: the " + what + " of the sensors in training, standing still");
    }

    /**
     * Evenly spaced windows of healthy series, all together.
     *
     * @param series raw rows of each, [rows][sensors]
     * @param rows of a window, lookback included
     * @param most windows at most, ≥ 1
     * @param origin what the series are, for people
     * @throws IllegalArgumentException if no series is as long as a window
     */
    public static Background sample(List<double[][]> series, int rows, int most, String origin) {
        long possible = series.stream()
                .mapToLong(one -> Math.max(0, one.length - rows + 1))
                .sum();
        if (possible == 0) {
            throw new IllegalArgumentException("a background takes healthy windows of " + rows + " rows, found none in "
                    + origin + ": give it more rows, or none at all");
        }
        long count = Math.min(most, possible);
        var windows = new ArrayList<double[][]>();
        for (int n = 0; n < count; n++) {
            // the middle of each of so many equal parts
            windows.add(window(series, rows, (2 * n + 1) * possible / (2 * count)));
        }
        return new Background(
                windows,
                count + " of the " + possible + " windows of " + origin + (count == 1 ? "" : ", evenly spaced"));
    }

    private static double[][] window(List<double[][]> series, int rows, long number) {
        long left = number;
        for (double[][] one : series) {
            long here = Math.max(0, one.length - rows + 1);
            if (left < here) {
                return Arrays.copyOfRange(one, (int) left, (int) left + rows);
            }
            left -= here;
        }
        throw new IllegalStateException("window " + number + " is not among the series");
    }
}
