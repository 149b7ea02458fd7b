package io.millrace.console.plant;

/** Room for rows beyond each machine's least, for the whole plant: a small one keeps a day, a large one keeps what it must. Guarded by the plant. */
final class RowBudget {

    /** 64 MB. */
    private static final long VALUES = 8L << 20;

    private long left = VALUES;

    /** Takes room for so many values of 8 bytes, if there is any. */
    boolean take(long values) {
        if (left < values) {
            return false;
        }
        left -= values;
        return true;
    }
}
