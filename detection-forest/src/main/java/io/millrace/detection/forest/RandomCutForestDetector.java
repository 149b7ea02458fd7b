package io.millrace.detection.forest;

import com.amazon.randomcutforest.RandomCutForest;
import com.amazon.randomcutforest.returntypes.DiVector;
import io.millrace.detection.detector.TrainingRows;
import io.millrace.detection.score.AdaptiveDetector;
import io.millrace.detection.score.AdaptiveScorer;
import io.millrace.detection.score.MachineMemory;
import io.millrace.detection.score.PeekingScorer;
import io.millrace.detection.score.WindowError;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;
import java.util.List;

/**
 * A window is as strange as it changes the trees that it would be put into; see the reference. Each machine has a forest of its own that
 * goes on growing: it starts as the one grown from training windows, and every window of the machine is put in after it was scored, so
 * what lasts becomes usual.
 *
 * <p>Score ≥ 0, about 1 for a window like others; 0 while a forest that was given no training window has seen few. Cost of a window:
 * trees · log(samples) cuts through bounding boxes of steps · features values; memory per machine bounded by {@link
 * #memoryBytesPerMachine}. The same seed for every machine: what a forest becomes depends on its machine's windows alone.
 *
 * <p>Explanation: the attribution of the window by the forest of training, since the machine's own has moved on by the time it is asked
 * for and an alert must not depend on when that is. The expected window is the median training window.
 *
 * <p>Reference: S. Guha, N. Mishra, G. Roy and O. Schrijvers, "Robust Random Cut Forest Based Anomaly Detection on Streams", ICML, 2016.
 */
public final class RandomCutForestDetector implements AdaptiveDetector {

    public static final String NAME = "random-cut-forest";

    private final int steps;
    private final int features;
    private final ForestShape shape;
    private final float[] windows; // [count × steps × features]
    private final float[] median; // [steps × features]
    private final byte[] trained; // memory after the training windows

    /** @param windows training windows in their order, one after the other, [count × steps × features]; at least one */
    public RandomCutForestDetector(int steps, int features, ForestShape shape, float[] windows) {
        int size = steps * features;
        if (steps < 1 || features < 1 || windows.length == 0 || windows.length % size != 0) {
            throw new IllegalArgumentException("training windows of " + steps + " × " + features
                    + " values expected one after the other, found " + windows.length + " values");
        }
        for (float value : windows) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(
                        "the training windows of a random cut forest hold a value that is not finite: train it again");
            }
        }
        this.steps = steps;
        this.features = features;
        this.shape = shape;
        this.windows = windows.clone();
        this.median = median(windows, size);
        RandomCutForest forest = shape.plant(size);
        for (int at = 0; at < windows.length; at += size) {
            forest.update(Arrays.copyOfRange(windows, at, at + size));
        }
        this.trained = new ForestMemory(forest).toBytes();
    }

    /** @param most training windows put in, ≥ 1, evenly spaced */
    public static RandomCutForestDetector fit(TrainingRows rows, int steps, int most, ForestShape shape) {
        List<float[]> sample = rows.sample(steps, most);
        int size = steps * rows.features();
        var windows = new float[sample.size() * size];
        for (int n = 0; n < sample.size(); n++) {
            System.arraycopy(sample.get(n), 0, windows, n * size, size);
        }
        return new RandomCutForestDetector(steps, rows.features(), shape, windows);
    }

    private static float[] median(float[] windows, int size) {
        var median = new float[size];
        var values = new float[windows.length / size];
        for (int i = 0; i < size; i++) {
            for (int n = 0; n < values.length; n++) {
                values[n] = windows[n * size + i];
            }
            Arrays.sort(values);
            median[i] = values[values.length / 2];
        }
        return median;
    }

    ForestShape shape() {
        return shape;
    }

    /** Training windows, [count × steps × features]; a copy. */
    float[] windows() {
        return windows.clone();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public int features() {
        return features;
    }

    @Override
    public MachineMemory newMemory() {
        return restoreMemory(trained);
    }

    @Override
    public MachineMemory restoreMemory(byte[] bytes) {
        return ForestMemory.restore(bytes, steps * features);
    }

    @Override
    public long memoryBytesPerMachine() {
        return shape.mostBytes(steps * features);
    }

    @Override
    public AdaptiveScorer newScorer() {
        return new Scorer(ForestMemory.restore(trained, steps * features).forest());
    }

    private final class Scorer implements PeekingScorer {

        private final RandomCutForest ofTraining; // never put into

        Scorer(RandomCutForest ofTraining) {
            this.ofTraining = ofTraining;
        }

        @Override
        public void score(WindowBatch batch, double[] scores) {
            for (int n = 0; n < batch.windows(); n++) {
                scores[n] = ofTraining.getAnomalyScore(window(batch, n));
            }
        }

        @Override
        public void score(WindowBatch batch, MachineMemory[] memories, double[] scores) {
            for (int n = 0; n < batch.windows(); n++) {
                RandomCutForest forest = ((ForestMemory) memories[n]).forest();
                float[] window = window(batch, n);
                scores[n] = forest.getAnomalyScore(window);
                forest.update(window);
            }
        }

        @Override
        public void peek(WindowBatch batch, MachineMemory memory, double[] scores) {
            for (int n = 0; n < batch.windows(); n++) {
                scores[n] = ((ForestMemory) memory).forest().getAnomalyScore(window(batch, n));
            }
        }

        /** A copy: the forest keeps it. */
        private float[] window(WindowBatch batch, int n) {
            int at = batch.start(n) * features;
            return Arrays.copyOfRange(batch.rows(), at, at + steps * features);
        }

        @Override
        public WindowError explain(WindowBatch batch, int n) {
            DiVector parts = ofTraining.getAnomalyAttribution(window(batch, n));
            var featureShare = new double[features];
            var stepShare = new double[steps];
            double sum = parts.getHighLowSum();
            for (int i = 0; i < steps * features && sum > 0; i++) {
                double share = parts.getHighLowSum(i) / sum;
                featureShare[i % features] += share;
                stepShare[i / features] += share;
            }
            return new WindowError(featureShare, stepShare, median.clone());
        }
    }
}
