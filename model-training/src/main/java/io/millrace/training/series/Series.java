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
 * @param faults what is wrong at each row, "" where nothing is, [rows]; empty where nobody knows. Where it is known, {@code labels} say the same
 */
public record Series(
        String machineId,
        SensorLayout layout,
        long[] timestamps,
        double[][] rows,
        Optional<boolean[]> labels,
        Optional<String[]> faults) {

    public Series {
        if (timestamps.length != rows.length) {
            throw new IllegalArgumentException(
                    "series %s has %d timestamps for %d rows".formatted(machineId, timestamps.length, rows.length));
        }
        if (labels.isPresent() && labels.get().length != rows.length) {
            throw new IllegalArgumentException(
                    "series %s has %d labels for %d rows".formatted(machineId, labels.get().length, rows.length));
        }
        if (faults.isPresent() && (labels.isEmpty() || faults.get().length != rows.length)) {
            throw new IllegalArgumentException("series %s has %d names of faults for %d rows, %s labels"
                    .formatted(machineId, faults.get().length, rows.length, labels.isPresent() ? "with" : "without"));
        }
        for (double[] row : rows) {
            if (row.length != layout.size()) {
                throw new IllegalArgumentException("series %s has a row of %d values for %d sensors %s"
                        .formatted(machineId, row.length, layout.size(), layout));
            }
        }
    }

    /** A series whose faults have no names. */
    public Series(
            String machineId, SensorLayout layout, long[] timestamps, double[][] rows, Optional<boolean[]> labels) {
        this(machineId, layout, timestamps, rows, labels, Optional.empty());
    }

    /** The same rows, of which nobody knows whether they are anomalous. */
    public Series withoutLabels() {
        return new Series(machineId, layout, timestamps, rows, Optional.empty());
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
                labels.map(all -> Arrays.copyOfRange(all, from, to)),
                faults.map(all -> Arrays.copyOfRange(all, from, to)));
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
                && Arrays.equals(labels.orElse(null), that.labels.orElse(null))
                && Arrays.equals(faults.orElse(null), that.faults.orElse(null));
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
