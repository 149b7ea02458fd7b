package io.millrace.detection.window;

import java.util.Arrays;

/**
 * The last rows of one machine, raw values in layout order. Mutable on purpose, one per machine, not thread-safe.
 *
 * <p>Raw rather than scaled: a new model with another scaler then scores from its first window on, and no machine's state has to be
 * rewritten when a model is released. Memory: 8·capacity·S bytes and about 40 more.
 */
public final class RowRing {

    private final int sensors;
    private final int capacity; // rows

    // [capacity × sensors], row-major; row r of the window is in slot (head + r) mod capacity
    private final double[] values;

    private int head; // slot of the oldest row
    private int count; // rows held, ≤ capacity

    public RowRing(int capacity, int sensors) {
        if (capacity < 1 || sensors < 1) {
            throw new IllegalArgumentException(
                    "a ring needs at least one row and one sensor, found " + capacity + " × " + sensors);
        }
        this.capacity = capacity;
        this.sensors = sensors;
        this.values = new double[capacity * sensors];
    }

    /** A ring as a checkpoint held it; copies {@code values}, [capacity × sensors]. */
    public static RowRing restore(int capacity, int sensors, double[] values, int head, int count) {
        var ring = new RowRing(capacity, sensors);
        if (values.length != ring.values.length || head < 0 || head >= capacity || count < 0 || count > capacity) {
            throw new IllegalArgumentException(
                    "a ring of %d rows × %d sensors cannot hold %d values with head %d and %d rows: the checkpoint is damaged"
                            .formatted(capacity, sensors, values.length, head, count));
        }
        System.arraycopy(values, 0, ring.values, 0, values.length);
        ring.head = head;
        ring.count = count;
        return ring;
    }

    /** Appends a row, [sensors]; the oldest one goes when the ring is full. */
    public void append(double[] row) {
        int slot = head + count;
        if (slot >= capacity) {
            slot -= capacity;
        }
        System.arraycopy(row, 0, values, slot * sensors, sensors);
        if (count < capacity) {
            count++;
        } else {
            head = head + 1 == capacity ? 0 : head + 1;
        }
    }

    /** Forgets all rows. */
    public void clear() {
        head = 0;
        count = 0;
    }

    public boolean isFull() {
        return count == capacity;
    }

    /** Copies the rows, oldest first, into {@code out}, [count × sensors]. */
    public void copyTo(double[] out) {
        int untilWrap = Math.min(count, capacity - head);
        System.arraycopy(values, head * sensors, out, 0, untilWrap * sensors);
        System.arraycopy(values, 0, out, untilWrap * sensors, (count - untilWrap) * sensors);
    }

    /** Copies the newest row into {@code out}, [sensors]. */
    public void copyNewest(double[] out) {
        if (count == 0) {
            throw new IllegalStateException("the ring is empty");
        }
        int slot = (head + count - 1) % capacity;
        System.arraycopy(values, slot * sensors, out, 0, sensors);
    }

    /** Copies the newest {@code rows} rows, oldest first, into {@code out}, [rows × sensors]. */
    public void copyNewest(int rows, double[] out) {
        if (rows > count) {
            throw new IllegalArgumentException("the ring holds " + count + " rows, " + rows + " were asked for");
        }
        int slot = (head + count - rows) % capacity;
        int untilWrap = Math.min(rows, capacity - slot);
        System.arraycopy(values, slot * sensors, out, 0, untilWrap * sensors);
        System.arraycopy(values, 0, out, untilWrap * sensors, (rows - untilWrap) * sensors);
    }

    public int capacity() {
        return capacity;
    }

    public int sensors() {
        return sensors;
    }

    public int count() {
        return count;
    }

    public int head() {
        return head;
    }

    /** Slots in storage order, [capacity × sensors]; not to be changed. */
    public double[] slots() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof RowRing that)
                || count != that.count
                || sensors != that.sensors
                || capacity != that.capacity) {
            return false;
        }
        var mine = new double[count * sensors];
        var theirs = new double[count * sensors];
        copyTo(mine);
        that.copyTo(theirs);
        return Arrays.equals(mine, theirs);
    }

    @Override
    public int hashCode() {
        var rows = new double[count * sensors];
        copyTo(rows);
        return Arrays.hashCode(rows);
    }
}
