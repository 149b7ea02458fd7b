package io.millrace.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Repeats tasks for a while, one per thread, and says how many units of work they did per second. */
public final class Rate implements AutoCloseable {

    private final Clock clock;
    private final long nanos;
    private final ExecutorService pool = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "benchmark");
        thread.setDaemon(true);
        return thread;
    });

    /** @param nanos least time of one measurement */
    public Rate(Clock clock, long nanos) {
        this.clock = clock;
        this.nanos = nanos;
    }

    /** Work that is measured. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /**
     * Units per second, all threads together.
     *
     * @param works one per thread, started together
     * @param units of one run of one work
     */
    public double of(List<? extends Work> works, double units) throws Exception {
        if (works.size() == 1) {
            return of(works.get(0)) * units;
        }
        var start = new CyclicBarrier(works.size());
        List<Callable<Double>> parts = new ArrayList<>();
        for (Work work : works) {
            parts.add(() -> {
                start.await();
                return of(work);
            });
        }
        double sum = 0;
        try {
            for (Future<Double> part : pool.invokeAll(parts)) {
                sum += part.get();
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a measured task failed", failed.getCause());
        }
        return sum * units;
    }

    /** Runs per second in this thread. */
    private double of(Work work) throws Exception {
        long begin = clock.nanos();
        long end = begin;
        int runs = 0;
        while (end - begin < nanos) {
            work.run();
            runs++;
            end = clock.nanos();
        }
        return runs * 1e9 / (end - begin);
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
