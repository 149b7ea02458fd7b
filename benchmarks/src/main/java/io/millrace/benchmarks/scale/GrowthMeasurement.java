package io.millrace.benchmarks.scale;

import io.millrace.benchmarks.traffic.Payloads;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Measures what a reading costs once every machine's ring is full: decoding, order, ring, scoring, event assembly. */
final class GrowthMeasurement {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long STEP_MILLIS = 1_000;

    private final Path directory;
    private final int readings;
    private final int rounds;

    /**
     * @param readings of a round, all tasks together
     */
    GrowthMeasurement(Path directory, int readings, int rounds) {
        this.directory = directory;
        this.readings = readings;
        this.rounds = rounds;
    }

    /**
     * Costs of a round each.
     *
     * @param cpuMicros processor time of the tasks per reading
     * @param wallMicros time on the wall per reading
     */
    record Cost(double[] cpuMicros, double[] wallMicros) {}

    /** A task with its share of the machines. */
    private final class Lane implements AutoCloseable {
        private final MachineTask task;
        private final Payloads payloads;
        private final int machines;
        private long next; // reading

        Lane(GrowthCase size, int machines) throws Exception {
            this.task = new MachineTask(size.model(), MachineTask.Backend.HEAP, directory);
            this.payloads = new Payloads(size.sensors());
            this.machines = machines;
            // one step less: the fill shall not be scored
            run((long) machines * (size.steps() - 1));
        }

        /** Takes in readings of all machines in turn; returns the processor time. */
        long run(long count) throws Exception {
            long cpu = THREADS.getCurrentThreadCpuTime();
            for (long end = next + count; next < end; next++) {
                int machine = (int) (next % machines);
                long step = next / machines;
                task.reading(machine, STEP_MILLIS * (step + 1), payloads.of(machine, step));
            }
            task.flush();
            return THREADS.getCurrentThreadCpuTime() - cpu;
        }

        @Override
        public void close() {
            task.close();
        }
    }

    Cost measure(GrowthCase size) throws Exception {
        List<Lane> lanes = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(size.parallelism());
        try {
            for (int p = 0; p < size.parallelism(); p++) {
                lanes.add(new Lane(size, size.machines() / size.parallelism()));
            }
            round(lanes, threads, readings / 4); // warms up
            var cpu = new double[rounds];
            var wall = new double[rounds];
            for (int r = 0; r < rounds; r++) {
                long start = System.nanoTime();
                cpu[r] = round(lanes, threads, readings) / 1e3 / readings;
                wall[r] = (System.nanoTime() - start) / 1e3 / readings;
            }
            return new Cost(cpu, wall);
        } finally {
            threads.shutdownNow();
            lanes.forEach(Lane::close);
        }
    }

    private static double round(List<Lane> lanes, ExecutorService threads, int readings) throws Exception {
        var start = new CyclicBarrier(lanes.size());
        List<Callable<Long>> parts = new ArrayList<>();
        for (Lane lane : lanes) {
            parts.add(() -> {
                start.await();
                return lane.run(readings / lanes.size());
            });
        }
        double nanos = 0;
        for (Future<Long> part : threads.invokeAll(parts)) {
            nanos += part.get();
        }
        return nanos;
    }
}
