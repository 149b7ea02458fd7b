package io.millrace.console.plant;

import java.util.Arrays;
import java.util.List;

/**
 * Readings of one machine in the order of time, as they are handed out.
 *
 * @param sensors names of the columns
 * @param timestamps event times, rising, [rows]
 * @param values [rows][sensors], NaN where a sensor gave nothing
 */
public record Rows(List<String> sensors, long[] timestamps, double[][] values) {

    public Rows {
        sensors = List.copyOf(sensors);
    }

    public int count() {
        return timestamps.length;
    }

    /** The last rows, at most as many as asked for. */
    public Rows tail(int most) {
        int from = Math.max(0, count() - most);
        return new Rows(
                sensors, Arrays.copyOfRange(timestamps, from, count()), Arrays.copyOfRange(values, from, count()));
    }

    /** The rows earlier than a time. */
    public Rows before(long timestamp) {
        int end = count();
        while (end > 0 && timestamps[end - 1] >= timestamp) {
            end--;
        }
        return new Rows(sensors, Arrays.copyOf(timestamps, end), Arrays.copyOf(values, end));
    }
}
