package io.millrace.benchmarks.job;

import io.millrace.benchmarks.traffic.Fleet;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.score.WindowScorer;
import io.millrace.detection.window.WindowBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The model's scorer alone, on full bundles of windows of different machines, in as many threads as the job has subtasks: what the job
 * would do if all else were free.
 */
final class BareScorer {

    private static final int BUNDLE = 1024;

    private final List<Lane> lanes = new ArrayList<>();

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

        /** Scores bundles until the time is over; returns windows per second. */
        double run(long nanos) {
            long start = System.nanoTime();
            long windows = 0;
            long now = start;
            while (now - start < nanos) {
                scorer.score(batch, scores);
                windows += BUNDLE;
                now = System.nanoTime();
            }
            return windows * 1e9 / (now - start);
        }
    }

    BareScorer(ModelArtefact artefact, Fleet fleet, int threads) {
        for (int t = 0; t < threads; t++) {
            lanes.add(new Lane(artefact, fleet, t * BUNDLE));
        }
    }

    /** Windows per second, all threads together. */
    double windowsPerSecond(double seconds) throws InterruptedException {
        var start = new CountDownLatch(lanes.size());
        var rates = new double[lanes.size()];
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < rates.length; t++) {
            int lane = t;
            var thread = new Thread(
                    () -> {
                        start.countDown();
                        try {
                            start.await();
                            rates[lane] = lanes.get(lane).run((long) (seconds * 1e9));
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "bare scorer " + t);
            thread.start();
            threads.add(thread);
        }
        double sum = 0;
        for (int t = 0; t < rates.length; t++) {
            threads.get(t).join();
            sum += rates[t];
        }
        return sum;
    }
}
