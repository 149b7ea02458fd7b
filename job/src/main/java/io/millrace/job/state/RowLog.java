package io.millrace.job.state;

/**
 * Where a machine's rows are that are stored apart: the newest ones with the head, all older ones in the body. Mutable, one per machine
 * that is being looked at.
 */
final class RowLog {

    private int tail; // newest rows, stored with the head
    private int unsaved; // still newer rows, not stored yet
    private boolean outdated; // what is stored is no longer the ring's

    private RowLog(int tail, boolean outdated) {
        this.tail = tail;
        this.outdated = outdated;
    }

    /** Of a machine whose rows are stored. */
    static RowLog of(int tail) {
        return new RowLog(tail, false);
    }

    /** Of a machine of which no row is stored that counts. */
    static RowLog nothing() {
        return new RowLog(0, true);
    }

    /**
     * The length of the tail that costs least. A reading writes half a tail on average, and the body once per tail: tail / 2 + rows / tail is
     * smallest at √(2 · rows).
     */
    static int longestTail(int rows) {
        return Math.max(1, (int) Math.round(Math.sqrt(2.0 * rows)));
    }

    void appended() {
        unsaved++;
    }

    /** The ring was emptied or laid out anew. */
    void replaced() {
        outdated = true;
    }

    /** Moves the unsaved rows to the tail; false when all rows must go into the body instead, which the caller then writes. */
    boolean save(int rowsHeld, int capacity) {
        boolean fits = !outdated && tail + unsaved <= Math.min(rowsHeld, longestTail(capacity));
        tail = fits ? tail + unsaved : 0;
        unsaved = 0;
        outdated = false;
        return fits;
    }

    int tail() {
        return tail;
    }
}
