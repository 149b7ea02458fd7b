package io.millrace.detection.window;

import java.util.Arrays;

/**
 * Puts the readings of one machine in event-time order, judged by that machine's own progress alone.
 *
 * <p>A reading waits until the machine's own newest timestamp has passed it by the out-of-orderness bound; it is late when the
 * machine's own newest timestamp had already passed it by more than the bound when it arrived. Because neither depends on other
 * machines, on the clock or on when the ready ones are taken out, a replay releases the same readings in the same order at any
 * parallelism and any speed. The stream's watermark only matters for a machine that has stopped sending: {@link #nextUpTo} lets its
 * last readings go.
 *
 * <p>One per machine, not thread-safe. Memory: 8 + 8·S bytes for each reading that waits, nothing when none does.
 */
public final class ReorderBuffer {

    /** What became of an offered reading. */
    public enum Offer {
        /** It waits for its turn. */
        ACCEPTED,
        /** In time, but a reading with this timestamp was there before: dropped, the first one counts. */
        DUPLICATE,
        /** The machine has moved on by more than the bound, or a later reading is already out. Second copies come here too by then. */
        LATE
    }

    /** Timestamp before the first reading. */
    public static final long NONE = Long.MIN_VALUE;

    private static final long[] NO_TIMESTAMPS = {};
    private static final double[][] NO_ROWS = {};

    private long newest = NONE;
    private long lastReleased = NONE;
    private long[] timestamps = NO_TIMESTAMPS; // [size ≤ length], ascending
    private double[][] rows = NO_ROWS; // [size ≤ length][sensors]
    private int size;

    /**
     * @param row raw values in layout order; owned by the buffer from now on
     * @param boundMillis out-of-orderness bound, ≥ 0
     */
    public Offer offer(long timestampMillis, double[] row, long boundMillis) {
        // lateness first: whether a copy of a ready reading meets it here or finds it taken must make no difference
        if (newest != NONE && timestampMillis < newest - boundMillis) {
            return Offer.LATE;
        }
        if (lastReleased != NONE && timestampMillis <= lastReleased) {
            return timestampMillis == lastReleased ? Offer.DUPLICATE : Offer.LATE;
        }
        int at = size;
        while (at > 0 && timestamps[at - 1] > timestampMillis) {
            at--;
        }
        if (at > 0 && timestamps[at - 1] == timestampMillis) {
            return Offer.DUPLICATE;
        }
        insert(at, timestampMillis, row);
        newest = Math.max(newest, timestampMillis);
        return Offer.ACCEPTED;
    }

    /** The timestamp of the reading that may be taken next by the machine's own progress, or {@link #NONE}. */
    public long nextReady(long boundMillis) {
        return size > 0 && timestamps[0] <= newest - boundMillis ? timestamps[0] : NONE;
    }

    /** The timestamp of the reading that may be taken next because the stream has reached {@code watermark}, or {@link #NONE}. */
    public long nextUpTo(long watermark) {
        return size > 0 && timestamps[0] <= watermark ? timestamps[0] : NONE;
    }

    /** Takes the oldest waiting reading out; its timestamp is then {@link #lastReleased()}. */
    public double[] take() {
        if (size == 0) {
            throw new IllegalStateException("no reading waits");
        }
        double[] row = rows[0];
        lastReleased = timestamps[0];
        size--;
        System.arraycopy(timestamps, 1, timestamps, 0, size);
        System.arraycopy(rows, 1, rows, 0, size);
        rows[size] = null;
        if (size == 0) {
            timestamps = NO_TIMESTAMPS; // a quiet machine keeps no buffer
            rows = NO_ROWS;
        }
        return row;
    }

    private void insert(int at, long timestampMillis, double[] row) {
        if (size == timestamps.length) {
            int capacity = Math.max(1, size + (size >> 1) + 1);
            timestamps = Arrays.copyOf(timestamps, capacity);
            rows = Arrays.copyOf(rows, capacity);
        }
        System.arraycopy(timestamps, at, timestamps, at + 1, size - at);
        System.arraycopy(rows, at, rows, at + 1, size - at);
        timestamps[at] = timestampMillis;
        rows[at] = row;
        size++;
    }

    public int size() {
        return size;
    }

    /** Newest timestamp accepted so far, or {@link #NONE}. */
    public long newest() {
        return newest;
    }

    /** Timestamp of the last reading taken out, or {@link #NONE}. */
    public long lastReleased() {
        return lastReleased;
    }

    /** Timestamp of waiting reading {@code i}, 0 ≤ i < size, ascending. */
    public long timestamp(int i) {
        return timestamps[i];
    }

    /** Raw values of waiting reading {@code i}; not to be changed. */
    public double[] row(int i) {
        return rows[i];
    }

    /** A buffer as a checkpoint held it; the waiting readings are added with {@link #restoreWaiting}. */
    public static ReorderBuffer restore(long newest, long lastReleased) {
        var buffer = new ReorderBuffer();
        buffer.newest = newest;
        buffer.lastReleased = lastReleased;
        return buffer;
    }

    /** Adds a waiting reading of a checkpoint; called in ascending order of time. */
    public void restoreWaiting(long timestampMillis, double[] row) {
        if (timestampMillis <= lastReleased || size > 0 && timestampMillis <= timestamps[size - 1]) {
            throw new IllegalArgumentException("waiting readings are restored in ascending order, after "
                    + (size > 0 ? timestamps[size - 1] : lastReleased) + " ms; found " + timestampMillis + " ms");
        }
        insert(size, timestampMillis, row);
    }
}
