package io.millrace.training.augment;

import io.millrace.training.series.Series;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What each sensor's healthy values are like: the measure of planted faults. Arrays are [sensors]; nobody writes to them.
 *
 * @param lowest healthy value, in the sensor's unit
 * @param highest healthy value
 * @param deviation standard deviation σ
 * @param partner largest absolute correlation with another sensor, 0 to 1; 0 for a sensor that stands still or is alone
 * @param measured whether it takes more than two values: others are switches, or stand still, and bear no fault of an instrument
 */
record SensorRanges(double[] lowest, double[] highest, double[] deviation, double[] partner, boolean[] measured) {

    /** @param healthy series of one layout, at least one row */
    static SensorRanges of(List<Series> healthy) {
        double[][] rows =
                healthy.stream().flatMap(series -> Arrays.stream(series.rows())).toArray(double[][]::new);
        int sensors = healthy.get(0).layout().size();
        var centred = new double[sensors][];
        var ranges = new SensorRanges(
                new double[sensors],
                new double[sensors],
                new double[sensors],
                new double[sensors],
                new boolean[sensors]);
        for (int j = 0; j < sensors; j++) {
            int column = j;
            double[] values =
                    Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
            double mean = Arrays.stream(values).average().orElseThrow();
            centred[j] = Arrays.stream(values).map(value -> value - mean).toArray();
            ranges.lowest[j] = Arrays.stream(values).min().orElseThrow();
            ranges.highest[j] = Arrays.stream(values).max().orElseThrow();
            ranges.deviation[j] = Math.sqrt(product(centred[j], centred[j]) / rows.length);
            ranges.measured[j] = Arrays.stream(values).distinct().limit(3).count() > 2;
        }
        for (int j = 0; j < sensors; j++) {
            for (int other = 0; other < sensors; other++) {
                double spreads = ranges.deviation[j] * ranges.deviation[other] * rows.length;
                if (other != j && ranges.measured[j] && ranges.measured[other] && spreads > 0) {
                    double correlation = Math.abs(product(centred[j], centred[other]) / spreads);
                    ranges.partner[j] = Math.max(ranges.partner[j], Math.min(1, correlation));
                }
            }
        }
        return ranges;
    }

    private static double product(double[] one, double[] other) {
        double sum = 0;
        for (int r = 0; r < one.length; r++) {
            sum += one[r] * other[r];
        }
        return sum;
    }

    double span(int sensor) {
        return highest[sensor] - lowest[sensor];
    }

    /** Largest absolute healthy value. */
    double magnitude(int sensor) {
        return Math.max(Math.abs(lowest[sensor]), Math.abs(highest[sensor]));
    }

    /** The value inside the healthy range that is nearest. */
    double clip(int sensor, double value) {
        return Math.max(lowest[sensor], Math.min(highest[sensor], value));
    }

    /** Columns of the sensors that may bear a fault. */
    int[] candidates() {
        return IntStream.range(0, measured.length).filter(j -> measured[j]).toArray();
    }
}
