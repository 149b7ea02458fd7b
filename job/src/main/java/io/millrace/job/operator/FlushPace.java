package io.millrace.job.operator;

/**
 * How many windows make a bundle, and how long its first one waits for others: few and briefly while little comes, as much as allowed
 * under load. One per task, not thread-safe.
 *
 * <p>Waiting pays when it fills bundles, since the kernel scores many windows together faster than one by one; a window that waits in vain is
 * merely late. So the wait is halved after a bundle that time has closed almost empty, and doubled after one that was well filled or took
 * longer to score than to gather. A bundle holds a few blocks of the kernel while the task keeps up, so that nothing waits behind a long
 * one; when its windows come much faster than they are scored, readings queue before the task anyway, and larger bundles save what each
 * costs. Both change when scores leave, never what they are.
 */
final class FlushPace {

    /** Fewer windows than this were not worth the wait. */
    private static final int FEW = 16;

    /** Windows of a bundle while the task keeps up: eight blocks of the kernel, about ten milliseconds of work. */
    private static final int USUAL = 128;

    private final long longestMillis;
    private final int mostWindows;
    private final int leastWindows;
    private final int wellFilled;
    private long delayMillis;
    private int windows;

    /**
     * @param longestMillis the wait under load, ≥ 0
     * @param mostWindows of a bundle under load, ≥ 1
     */
    FlushPace(long longestMillis, int mostWindows) {
        this.longestMillis = longestMillis;
        this.mostWindows = mostWindows;
        this.leastWindows = Math.min(USUAL, mostWindows);
        this.wellFilled = Math.max(1, leastWindows / 4);
        this.delayMillis = longestMillis;
        this.windows = leastWindows;
    }

    long delayMillis() {
        return delayMillis;
    }

    /** Windows of a full bundle. */
    int windows() {
        return windows;
    }

    /**
     * A bundle was scored.
     *
     * @param bundle its windows
     * @param scoringNanos that scoring took
     * @param gatheringNanos from its first window until then
     * @param timeWasUp whether the wait closed it, rather than a full bundle, the watermark or a barrier
     */
    void flushed(int bundle, long scoringNanos, long gatheringNanos, boolean timeWasUp) {
        long waitNanos = delayMillis * 1_000_000;
        if (bundle >= wellFilled || scoringNanos >= waitNanos) {
            delayMillis = Math.min(longestMillis, Math.max(1, 2 * delayMillis));
        } else if (timeWasUp && bundle < FEW && scoringNanos < waitNanos / 4) {
            delayMillis = Math.min(longestMillis, Math.max(1, delayMillis / 2));
        }
        if (bundle >= windows && gatheringNanos < scoringNanos / 4) {
            windows = Math.min(mostWindows, 2 * windows);
        } else if (timeWasUp || gatheringNanos >= scoringNanos) {
            windows = Math.max(leastWindows, windows / 2);
        }
    }
}
