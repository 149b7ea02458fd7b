package io.millrace.detection.detector;

import io.millrace.detection.score.AdaptiveDetector;
import io.millrace.detection.score.AdaptiveScorer;
import io.millrace.detection.score.MachineMemory;
import io.millrace.detection.score.WindowError;
import io.millrace.detection.window.WindowBatch;
import java.util.List;

/**
 * A window is as strange as it is far from the nearest window known: windows of the training rows, and past windows of the machine
 * itself when the {@link MemoryPolicy} keeps some.
 *
 * <p>Score: root mean square difference to the nearest window, in scaled units, ≥ 0. Cost of a window: at most (training windows +
 * remembered windows) · steps · features subtractions, usually a quarter of it; memory 4 · steps · features bytes per window known, the
 * training windows once per model, the remembered ones per machine. Without any training window and memory still empty the score is 0.
 *
 * <p>References: D. Dasgupta and S. Forrest, "Novelty Detection in Time Series Data Using Ideas from Immunology", 1996; C.-C. M. Yeh and
 * others, "Matrix Profile I", ICDM, 2016 (nearest subsequence; there over the whole series, here over the past alone).
 */
public final class WindowNeighbourDetector implements AdaptiveDetector {

    public static final String NAME = "window-neighbour";

    private final int steps;
    private final int features;
    private final MemoryPolicy policy;
    private final WindowDictionary trained;

    /**
     * @param windows training windows one after the other, [count × steps × features]
     */
    public WindowNeighbourDetector(int steps, int features, float[] windows, MemoryPolicy policy) {
        int size = steps * features;
        if (size < 1 || windows.length % size != 0) {
            throw new IllegalArgumentException("windows of " + steps + " × " + features
                    + " values expected one after the other, found " + windows.length + " values");
        }
        this.steps = steps;
        this.features = features;
        this.policy = policy;
        this.trained = new WindowDictionary(size);
        for (int at = 0; at < windows.length; at += size) {
            trained.add(windows, at);
        }
    }

    /**
     * Keeps evenly spaced training windows.
     *
     * @param most windows kept at most, ≥ 1
     */
    public static WindowNeighbourDetector fit(TrainingRows rows, int steps, int most, MemoryPolicy policy) {
        List<float[]> sample = rows.sample(steps, most);
        int size = steps * rows.features();
        var windows = new float[sample.size() * size];
        for (int n = 0; n < sample.size(); n++) {
            System.arraycopy(sample.get(n), 0, windows, n * size, size);
        }
        return new WindowNeighbourDetector(steps, rows.features(), windows, policy);
    }

    /** Training windows one after the other, [count × steps × features]; a copy. */
    public float[] windows() {
        return trained.toArray();
    }

    public MemoryPolicy policy() {
        return policy;
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
        return new NeighbourMemory(policy, steps * features);
    }

    @Override
    public MachineMemory restoreMemory(byte[] bytes) {
        return NeighbourMemory.restore(policy, steps * features, bytes);
    }

    @Override
    public long memoryBytesPerMachine() {
        return NeighbourMemory.mostBytes(policy, steps * features);
    }

    @Override
    public AdaptiveScorer newScorer() {
        return new Scorer();
    }

    private final class Scorer implements AdaptiveScorer {

        private final int size = steps * features;
        private final WindowDictionary.Search search = new WindowDictionary.Search();
        private float[] nearest = new float[0]; // [windows × size], nearest window of each of the last batch
        private int hint = -1; // training window that was nearest last

        @Override
        public void score(WindowBatch batch, double[] scores) {
            score(batch, null, scores);
        }

        @Override
        public void score(WindowBatch batch, MachineMemory[] memories, double[] scores) {
            if (nearest.length < batch.windows() * size) {
                nearest = new float[batch.windows() * size];
            }
            for (int n = 0; n < batch.windows(); n++) {
                int at = batch.start(n) * features;
                var memory = memories == null ? null : (NeighbourMemory) memories[n];
                scores[n] = score(batch.rows(), at, memory, n * size);
                if (memory != null) {
                    memory.observe(batch.rows(), at);
                }
            }
        }

        private double score(float[] rows, int at, NeighbourMemory memory, int nearestAt) {
            search.start();
            if (trained.nearest(rows, at, hint, search)) {
                hint = search.index();
                trained.get(hint, nearest, nearestAt);
            }
            if (memory != null) {
                WindowDictionary known = memory.known();
                if (known.nearest(rows, at, -1, search)) {
                    known.get(search.index(), nearest, nearestAt);
                }
            }
            if (search.index() < 0) {
                System.arraycopy(rows, at, nearest, nearestAt, size);
                return 0;
            }
            return Math.sqrt(search.square() / size);
        }

        @Override
        public WindowError explain(WindowBatch batch, int n) {
            return Errors.explain(batch.rows(), batch.start(n) * features, nearest, n * size, steps, features);
        }
    }
}
