package io.millrace.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes an end of the process from outside (Ctrl-C, a kill) an interrupt of the working thread, and holds the process back
 * until that thread has cleaned up behind itself.
 */
public final class CtrlC implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;

    private final CountDownLatch cleanedUp = new CountDownLatch(1);
    private final Thread hook;

    private CtrlC(Thread worker) {
        this.hook = new Thread(() -> interruptAndWait(worker), "ctrl-c");
    }

    /** From now on until {@link #close()} for the calling thread. */
    public static CtrlC watch() {
        CtrlC watch = new CtrlC(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(watch.hook);
        return watch;
    }

    private void interruptAndWait(Thread worker) {
        worker.interrupt();
        try {
            cleanedUp.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        cleanedUp.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, which is what the hook was for.
            return;
        }
    }
}
