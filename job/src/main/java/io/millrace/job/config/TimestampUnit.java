package io.millrace.job.config;

/** Unit of a time field that is a number: how long ago 1970-01-01T00:00:00Z was. */
public enum TimestampUnit {
    SECONDS(1_000_000_000L),
    MILLISECONDS(1_000_000L),
    MICROSECONDS(1_000L),
    NANOSECONDS(1L);

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final long nanos;

    TimestampUnit(long nanos) {
        this.nanos = nanos;
    }

    /** Milliseconds since 1970, rounded down; the largest or smallest long where it does not fit. */
    public long toMillis(long value) {
        if (nanos >= NANOS_PER_MILLI) {
            long factor = nanos / NANOS_PER_MILLI;
            long high = Math.multiplyHigh(value, factor);
            long low = value * factor;
            boolean fits = high == 0 && low >= 0 || high == -1 && low < 0;
            return fits ? low : value < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return Math.floorDiv(value, NANOS_PER_MILLI / nanos);
    }

    /** As {@link #toMillis(long)} for a value with a fraction; 0 for NaN. */
    public long toMillis(double value) {
        return (long) Math.floor(value * nanos / NANOS_PER_MILLI);
    }
}
