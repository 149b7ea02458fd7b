package io.millrace.job;

import io.millrace.job.source.DecodedRecord;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;

/**
 * Lets readings through one by one, as slowly as machines send them; breaks once in the middle, if asked to.
 *
 * @param breaks whether it throws once, after a checkpoint has completed and {@link #BREAKS_AFTER} records came behind it
 */
record Slowly(long nanosPerRecord, boolean breaks)
        implements MapFunction<DecodedRecord, DecodedRecord>, CheckpointListener {
    private static final int BREAKS_AFTER = 50;
    private static final int NEVER = -1;

    // Shared by the tasks of the one job that runs: they outlive the task that breaks.
    private static final AtomicInteger CHECKPOINTS = new AtomicInteger();
    private static final AtomicInteger COUNTDOWN = new AtomicInteger(NEVER);

    static Slowly unbroken() {
        return new Slowly(1_000_000, false);
    }

    static Slowly breaking() {
        COUNTDOWN.set(BREAKS_AFTER);
        return new Slowly(1_000_000, true);
    }

    /** Forgets earlier jobs. */
    static void reset() {
        CHECKPOINTS.set(0);
        COUNTDOWN.set(NEVER);
    }

    static int completedCheckpoints() {
        return CHECKPOINTS.get();
    }

    static boolean hasBroken() {
        return COUNTDOWN.get() == NEVER;
    }

    @Override
    public DecodedRecord map(DecodedRecord record) {
        LockSupport.parkNanos(nanosPerRecord);
        if (breaks && CHECKPOINTS.get() > 0 && COUNTDOWN.get() > 0 && COUNTDOWN.decrementAndGet() == 0) {
            COUNTDOWN.set(NEVER);
            throw new IllegalStateException("broken on purpose");
        }
        return record;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        CHECKPOINTS.incrementAndGet();
    }
}
