package io.millrace.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.concurrent.locks.LockSupport;

/** How much of the heap is in use by what is still reachable. */
public final class LiveHeap {

    private static final int MOST_COLLECTIONS = 30;
    private static final int STABLE = 3;
    private static final long PAUSE_NANOS = 30_000_000;

    private LiveHeap() {}

    /**
     * Bytes after full collections, as many as bring less: what a measurement before has left behind is freed by threads of its own and by
     * references that are cleared late.
     */
    public static long bytes() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long least = Long.MAX_VALUE;
        int since = 0;
        for (int i = 0; i < MOST_COLLECTIONS && since < STABLE; i++) {
            System.gc();
            LockSupport.parkNanos(PAUSE_NANOS);
            long used = memory.getHeapMemoryUsage().getUsed();
            since = used < least - least / 1000 ? 0 : since + 1;
            least = Math.min(least, used);
        }
        return least;
    }
}
