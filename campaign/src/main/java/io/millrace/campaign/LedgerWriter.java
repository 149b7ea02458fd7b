package io.millrace.campaign;

import io.millrace.cli.local.ReadingWriter;
import io.millrace.testdata.SimulatedReading;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReference;

/** Writes a ledger to the readings topic at a steady pace, on a thread of its own, until it is told to stop. */
public final class LedgerWriter implements AutoCloseable {

    /** What is in the ledger comes onto the topic, however long the broker is away. */
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final Ledger ledger;
    private final Thread thread;
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private volatile boolean stopping;
    private volatile int steps;

    private LedgerWriter(Ledger ledger, String brokers, int partitions, double perSecond, int mostSteps) {
        this.ledger = ledger;
        this.thread = new Thread(() -> write(brokers, partitions, perSecond, mostSteps), "ledger");
        this.thread.setDaemon(true);
    }

    /**
     * @param perSecond readings of all machines together; infinite for as fast as the broker takes them
     * @param mostSteps readings of each machine at most
     */
    static LedgerWriter start(Ledger ledger, String brokers, int partitions, double perSecond, int mostSteps) {
        LedgerWriter writer = new LedgerWriter(ledger, brokers, partitions, perSecond, mostSteps);
        writer.thread.start();
        return writer;
    }

    private void write(String brokers, int partitions, double perSecond, int mostSteps) {
        try (ReadingWriter writer = new ReadingWriter(brokers, Rig.READINGS, partitions, perSecond, PATIENCE)) {
            Iterator<SimulatedReading> readings = ledger.plant().iterator();
            int step = 0;
            while (!stopping && step < mostSteps) {
                for (int machine = 0; machine < ledger.machines(); machine++) {
                    writer.write(Ledger.key(machine), ledger.encode(readings.next(), step), machine);
                }
                steps = ++step;
            }
            writer.flush();
        } catch (RuntimeException e) {
            failure.set(e);
        }
    }

    /** Readings of each machine so far. */
    public int steps() {
        return steps;
    }

    /** Stops after a whole step and returns how many readings each machine has on the topic. */
    public int stop() throws InterruptedException {
        stopping = true;
        return join();
    }

    /** Waits until all of them are written. */
    public int join() throws InterruptedException {
        thread.join();
        if (failure.get() != null) {
            throw failure.get();
        }
        return steps;
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
