package io.millrace.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Looking again and again until something is so, up to a deadline. */
public final class Waiting {

    private static final Duration STEP = Duration.ofMillis(100);

    private Waiting() {}

    /**
     * @param what completes "waited 60 s in vain for"
     * @throws ClusterException if it is not so in time
     */
    public static void until(String what, Duration patience, BooleanSupplier reached) throws InterruptedException {
        untilPresent(what, patience, () -> reached.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** As above, for something that is there in the end. */
    public static <T> T untilPresent(String what, Duration patience, Supplier<Optional<T>> look)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > deadline) {
                throw new ClusterException("waited " + patience.toSeconds() + " s in vain for " + what);
            }
            LockSupport.parkNanos(STEP.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
