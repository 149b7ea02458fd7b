package io.millrace.console.plant;

import java.util.Arrays;

/**
 * The last readings of one machine in the order of event time, each timestamp once: {@value #LEAST} of them, and up to {@value #MOST} while
 * the plant's budget has room, so that a job that lags behind its readings still finds the rows that its alerts speak of. Mutable, one per
 * machine, guarded by the plant. Memory: some 8·(4 + sensors) bytes a row.
 */
final class RowLog {

    /** 12 minutes at 1 Hz, two hours at a reading every 10 s. */
    static final int LEAST = 720;

    /** A day at a reading every 10 s. */
    static final int MOST = 8_640;

    private final SensorNames sensors;
    private final RowBudget budget;
    private int capacity = LEAST;
    private long[] timestamps; // the oldest at 0
    private double[][] values; // [rows][sensors known when the row came]
    private int count;

    RowLog(SensorNames sensors, RowBudget budget) {
        this.sensors = sensors;
        this.budget = budget;
        this.timestamps = new long[16];
        this.values = new double[16][];
    }

    /**
     * Takes a row in; a timestamp that is there already changes nothing, nor does one older than all of a full log.
     *
     * @param row [sensors], kept
     */
    void add(long timestamp, double[] row) {
        int at = count;
        while (at > 0 && timestamps[at - 1] > timestamp) {
            at--; // out of order by a few rows at most
        }
        if (at > 0 && timestamps[at - 1] == timestamp || at == 0 && count == capacity) {
            return;
        }
        if (count == capacity && capacity < MOST && budget.take((long) LEAST * (4 + row.length))) {
            capacity += LEAST;
        }
        if (count == capacity) {
            // By a quarter at once, so that a full log does not move with every row.
            int dropped = Math.min(capacity / 4, at);
            System.arraycopy(timestamps, dropped, timestamps, 0, count - dropped);
            System.arraycopy(values, dropped, values, 0, count - dropped);
            count -= dropped;
            at -= dropped;
        } else if (count == timestamps.length) {
            int larger = Math.min(capacity, 2 * count);
            timestamps = Arrays.copyOf(timestamps, larger);
            values = Arrays.copyOf(values, larger);
        }
        System.arraycopy(timestamps, at, timestamps, at + 1, count - at);
        System.arraycopy(values, at, values, at + 1, count - at);
        timestamps[at] = timestamp;
        values[at] = row;
        count++;
    }

    long newest() {
        return count == 0 ? Long.MIN_VALUE : timestamps[count - 1];
    }

    /** The row with the newest timestamp, [sensors known then]; empty before the first. */
    double[] newestValues() {
        return count == 0 ? new double[0] : values[count - 1];
    }

    /** Median pause between the newest rows, 0 with fewer than three. */
    long intervalMillis() {
        int pauses = Math.min(20, count - 1);
        if (pauses < 2) {
            return 0;
        }
        var sorted = new long[pauses];
        for (int i = 0; i < pauses; i++) {
            sorted[i] = timestamps[count - 1 - i] - timestamps[count - 2 - i];
        }
        Arrays.sort(sorted);
        return sorted[pauses / 2];
    }

    /** Copies at most {@code most} rows up to and including a time. */
    Rows upTo(long timestamp, int most) {
        int end = count;
        while (end > 0 && timestamps[end - 1] > timestamp) {
            end--;
        }
        int from = Math.max(0, end - most);
        var rows = new double[end - from][];
        for (int r = from; r < end; r++) {
            double[] row = Arrays.copyOf(values[r], sensors.size());
            Arrays.fill(row, values[r].length, row.length, Double.NaN); // sensors that came later
            rows[r - from] = row;
        }
        return new Rows(sensors.list(), Arrays.copyOfRange(timestamps, from, end), rows);
    }
}
