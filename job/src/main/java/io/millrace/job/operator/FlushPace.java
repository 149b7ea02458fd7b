package io.millrace.job.operator;

/**
 * How long the first window of a bundle waits for others: briefly while few come, as long as allowed under load. One per task, not
 * thread-safe.
 *
 * <p>Waiting pays when it fills bundles, since the kernel scores many windows together faster than one by one; a window that waits in vain is
 * merely late. So the wait is halved after a bundle that time has closed almost empty, and doubled after one that was well filled or took
 * longer to score than to gather. It changes when scores leave, never what they are.
 */
final class FlushPace {

    /** Fewer windows than this were not worth the wait. */
    private static final int FEW = 16;

    private final long longestMillis;
    private final int wellFilled;
    private long delayMillis;

    /**
     * @param longestMillis the wait under load, ≥ 0
     * @param bundleWindows windows of a full bundle
     */
    FlushPace(long longestMillis, int bundleWindows) {
        this.longestMillis = longestMillis;
        this.wellFilled = Math.max(1, bundleWindows / 4);
        this.delayMillis = longestMillis;
    }

    long delayMillis() {
        return delayMillis;
    }

    /**
     * A bundle was scored.
     *
     * @param nanos that scoring took
     * @param timeWasUp whether the wait closed it, rather than a full bundle, the watermark or a barrier
     */
    void flushed(int windows, long nanos, boolean timeWasUp) {
        long waitNanos = delayMillis * 1_000_000;
        if (windows >= wellFilled || nanos >= waitNanos) {
            delayMillis = Math.min(longestMillis, Math.max(1, 2 * delayMillis));
        } else if (timeWasUp && windows < FEW && nanos < waitNanos / 4) {
            delayMillis = Math.min(longestMillis, Math.max(1, delayMillis / 2));
        }
    }
}
