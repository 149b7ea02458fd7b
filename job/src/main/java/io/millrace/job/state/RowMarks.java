package io.millrace.job.state;

import java.util.Arrays;

/**
 * One bit for each of a machine's last rows: whether something in it was imputed. Mutable, one per machine, not thread-safe. Memory: one
 * bit per row.
 */
public final class RowMarks {

    private final int rows;
    private final long[] bits; // [rows / 64, rounded up]
    private int next; // slot of the next row
    private int marked;

    RowMarks(int rows) {
        this.rows = rows;
        this.bits = new long[(rows + Long.SIZE - 1) / Long.SIZE];
    }

    /** Takes the next row in; the oldest one goes. */
    void append(boolean mark) {
        marked += (mark ? 1 : 0) - (isSet(next) ? 1 : 0);
        long bit = 1L << next; // shifts by next mod 64
        if (mark) {
            bits[next / Long.SIZE] |= bit;
        } else {
            bits[next / Long.SIZE] &= ~bit;
        }
        next = next + 1 == rows ? 0 : next + 1;
    }

    /** Marked rows among the last ones. */
    public int marked() {
        return marked;
    }

    /** Whether the row {@code back} rows before the newest one is marked, 0 ≤ back < rows. */
    boolean marked(int back) {
        return isSet(Math.floorMod(next - 1 - back, rows));
    }

    void clear() {
        Arrays.fill(bits, 0);
        marked = 0;
    }

    private boolean isSet(int slot) {
        return (bits[slot / Long.SIZE] >>> slot & 1) != 0;
    }
}
