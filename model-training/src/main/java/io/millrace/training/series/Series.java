package io.millrace.training.series;

import io.millrace.detection.reading.SensorLayout;
import java.util.Arrays;
import java.util.Optional;

/**
 * Rows of one machine in time order. The arrays belong to the record and nobody writes to them.
 *
 * @param machineId whose rows these are
 * @param layout sensors in column order
 * @param timestamps epoch milliseconds, [rows], not falling
 * @param rows raw finite values, [rows][sensors]
 * @param labels whether each row is anomalous, [rows]; empty where nobody knows
 */
public record Series(
        String machineId, SensorLayout layout, long[] timestamps, double[][] rows, Optional<boolean[]> labels) {

    public Series {
        if (timestamps.length != rows.length) {
            throw new IllegalArgumentException(
                    "series %s has %d timestamps for %d rows".formatted(machineId, timestamps.length, rows.length));
        }
        if (labels.isPresent() && labels.get().length != rows.length) {
            throw new IllegalArgumentException(
                    "series %s has %d labels for %d rows".formatted(machineId, labels.get().length, rows.length));
        }
        for (double[] row : rows) {
            if (row.length != layout.size()) {
                throw new IllegalArgumentException("series %s has a row of %d values for %d sensors %s"
                        .formatted(machineId, row.length, layout.size(), layout));
            }
        }
    }

    /** Number of rows. */
    public int length() {
        return rows.length;
    }

    /** Rows from {@code from} (inclusive) to {@code to} (exclusive); rows are shared, not copied. */
    public Series slice(int from, int to) {
        return new Series(
                machineId,
                layout,
                Arrays.copyOfRange(timestamps, from, to),
                Arrays.copyOfRange(rows, from, to),
                labels.map(all -> Arrays.copyOfRange(all, from, to)));
    }

    /** The first rows, for training; all of them when there are no more. */
    public Series head(int count) {
        return slice(0, Math.min(count, length()));
    }

    /** All rows but the first ones. */
    public Series tail(int from) {
        return slice(Math.min(from, length()), length());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Series that
                && machineId.equals(that.machineId)
                && layout.equals(that.layout)
                && Arrays.equals(timestamps, that.timestamps)
                && Arrays.deepEquals(rows, that.rows)
                && Arrays.equals(labels.orElse(null), that.labels.orElse(null));
    }

    @Override
    public int hashCode() {
        return 31 * machineId.hashCode() + Arrays.hashCode(timestamps);
    }

    @Override
    public String toString() {
        return "Series[" + machineId + ", " + length() + " rows of " + layout + "]";
    }
}
