package io.millrace.detection.explain;

import io.millrace.detection.reading.SensorRole;
import io.millrace.detection.scale.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is put into a window and taken out of it: each sensor in each segment of time. Rows that features only look back on go with the oldest
 * segment. Immutable.
 */
final class Players {

    private final List<String> names = new ArrayList<>();
    private final int[] columns; // [sensors], in the layout
    private final int[] firstRows; // [segments + 1], in the ring; the last one is the end
    private final int steps;
    private final int width; // columns of a raw row

    /** @param most segments at most */
    Players(Preprocessing preprocessing, int steps, int most) {
        int continuous = preprocessing.continuousSensors();
        int[] states = preprocessing.features() == preprocessing.targets()
                ? new int[0]
                : preprocessing.layout().columns(SensorRole.STATE);
        this.columns = IntStream.concat(IntStream.range(0, continuous).map(preprocessing::column), IntStream.of(states))
                .distinct() // of a layout of states alone they are reconstructed
                .toArray();
        for (int column : columns) {
            names.add(preprocessing.layout().sensor(column).name());
        }
        this.steps = steps;
        this.width = preprocessing.layout().size();
        int segments = Math.min(most, steps);
        this.firstRows = new int[segments + 1];
        for (int k = 1; k <= segments; k++) {
            firstRows[k] = preprocessing.lookbackRows() + k * steps / segments;
        }
    }

    List<String> names() {
        return names;
    }

    int sensors() {
        return columns.length;
    }

    int column(int sensor) {
        return columns[sensor];
    }

    int segments() {
        return firstRows.length - 1;
    }

    int count() {
        return sensors() * segments();
    }

    /** Rows of a window, lookback included. */
    int ringRows() {
        return firstRows[segments()];
    }

    int sensorOf(int player) {
        return player / segments();
    }

    int segmentOf(int player) {
        return player % segments();
    }

    List<Attribution.Segment> segmentList() {
        int lookback = ringRows() - steps;
        return IntStream.range(0, segments())
                .mapToObj(k -> new Attribution.Segment(
                        steps - 1 - (Math.max(firstRows[k], lookback) - lookback),
                        steps - 1 - (firstRows[k + 1] - 1 - lookback)))
                .toList();
    }

    /** Copies a player's values from a window into raw rows, [ring rows × layout], row-major. */
    void put(int player, double[][] window, double[] raw) {
        int column = columns[sensorOf(player)];
        int k = segmentOf(player);
        for (int r = firstRows[k]; r < firstRows[k + 1]; r++) {
            raw[r * width + column] = window[r][column];
        }
    }

    /** A window's raw rows in one array. */
    static double[] flat(double[][] window) {
        var raw = new double[window.length * window[0].length];
        for (int r = 0; r < window.length; r++) {
            System.arraycopy(window[r], 0, raw, r * window[r].length, window[r].length);
        }
        return raw;
    }
}
