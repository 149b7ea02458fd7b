package io.millrace.benchmarks.job;

import io.millrace.benchmarks.traffic.Fleet;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.score.WindowScorer;
import io.millrace.detection.window.WindowBatch;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The model's scorer alone, on full bundles of windows of different machines, in as many threads as the job has subtasks: what the job
 * would do if all else were free.
 */
final class BareScorer {

    private static final int BUNDLE = 1024;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final List<Lane> lanes = new ArrayList<>();

    /**
     * How fast it was.
     *
     * @param windowsPerSecond all threads together
     * @param cpuMicros processor time of a window
     */
    record Pace(double windowsPerSecond, double cpuMicros) {

        Pace meanWith(Pace other) {
            return new Pace((windowsPerSecond + other.windowsPerSecond) / 2, (cpuMicros + other.cpuMicros) / 2);
        }
    }

    /** One thread's scorer and windows. */
    private static final class Lane {
        private final WindowScorer scorer;
        private final WindowBatch batch;
        private final double[] scores = new double[BUNDLE];

        Lane(ModelArtefact artefact, Fleet fleet, int first) {
            int steps = artefact.detector().steps();
            int features = artefact.detector().features();
            scorer = artefact.detector().newScorer();
            batch = new WindowBatch(steps, features);
            var window = new float[steps * features];
            for (int n = 0; n < BUNDLE; n++) {
                for (int i = 0; i < window.length; i++) {
                    window[i] = (float) fleet.value((first + n) % fleet.machines(), i % features, i / features);
                }
                batch.addWindow(window);
            }
        }

        /** Scores bundles until the time is over. */
        Pace run(long nanos) {
            long start = System.nanoTime();
            long cpu = THREADS.getCurrentThreadCpuTime();
            long windows = 0;
            long now = start;
            while (now - start < nanos) {
                scorer.score(batch, scores);
                windows += BUNDLE;
                now = System.nanoTime();
            }
            return new Pace(windows * 1e9 / (now - start), (THREADS.getCurrentThreadCpuTime() - cpu) / 1e3 / windows);
        }
    }

    BareScorer(ModelArtefact artefact, Fleet fleet, int threads) {
        for (int t = 0; t < threads; t++) {
            lanes.add(new Lane(artefact, fleet, t * BUNDLE));
        }
    }

    Pace measure(double seconds) throws InterruptedException {
        var start = new CountDownLatch(lanes.size());
        var paces = new Pace[lanes.size()];
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < paces.length; t++) {
            int lane = t;
            var thread = new Thread(
                    () -> {
                        start.countDown();
                        try {
                            start.await();
                            paces[lane] = lanes.get(lane).run((long) (seconds * 1e9));
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "bare scorer " + t);
            thread.start();
            threads.add(thread);
        }
        double sum = 0;
        double cpu = 0;
        for (int t = 0; t < paces.length; t++) {
            threads.get(t).join();
            sum += paces[t].windowsPerSecond();
            cpu += paces[t].cpuMicros() / paces.length;
        }
        return new Pace(sum, cpu);
    }
}
