package io.millrace.benchmarks.measure;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What counts as time. */
public enum Clock {
    /** As on the wall: what a user sees, on a machine that does nothing else. */
    WALL {
        @Override
        public long nanos() {
            return System.nanoTime();
        }
    },
    /** Processor time of the calling thread: comparable on a busy machine, for work that stays in that thread. */
    CPU {
        @Override
        public long nanos() {
            return THREADS.getCurrentThreadCpuTime();
        }
    };

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Nanoseconds since some moment. */
    public abstract long nanos();
}
