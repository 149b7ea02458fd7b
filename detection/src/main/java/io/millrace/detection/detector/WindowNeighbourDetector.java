package io.millrace.detection.detector;

import io.millrace.detection.score.AdaptiveDetector;
import io.millrace.detection.score.AdaptiveScorer;
import io.millrace.detection.score.MachineMemory;
import io.millrace.detection.score.PeekingScorer;
import io.millrace.detection.score.WindowError;
import io.millrace.detection.window.WindowBatch;
import java.util.List;

/**
 * A window is as strange as it is far from the nearest window known: windows of the training rows, and past windows of the machine
 * itself when the {@link MemoryPolicy} keeps some.
 *
 * <p>A {@link WindowView} says what of a window is compared. Score: root mean square difference to the nearest view, in scaled units, ≥ 0. Cost of a window: at most (training windows +
 * remembered windows) · values of a view subtractions, usually a quarter of it; memory 4 bytes per value of each view known, the training windows once per model, the remembered ones per machine. Without any training window and memory still empty the score is 0.
 *
 * <p>References: D. Dasgupta and S. Forrest, "Novelty Detection in Time Series Data Using Ideas from Immunology", 1996; C.-C. M. Yeh and
 * others, "Matrix Profile I", ICDM, 2016 (nearest subsequence; there over the whole series, here over the past alone).
 */
public final class WindowNeighbourDetector implements AdaptiveDetector {

    public static final String NAME = "window-neighbour";

    private final int steps;
    private final int features;
    private final WindowView view;
    private final int size; // values of a view
    private final MemoryPolicy policy;
    private final WindowDictionary trained;

    /**
     * Compares windows row by row.
     *
     * @param windows training windows one after the other, [count × steps × features]
     */
    public WindowNeighbourDetector(int steps, int features, float[] windows, MemoryPolicy policy) {
        this(steps, features, WindowView.ROWS, windows, policy);
    }

    /**
     * @param views views of training windows one after the other, [count × {@link #viewRows} × features]
     */
    public WindowNeighbourDetector(int steps, int features, WindowView view, float[] views, MemoryPolicy policy) {
        this.steps = steps;
        this.features = features;
        this.view = view;
        this.size = view.rows(steps) * features;
        if (steps < 1 || features < 1 || views.length % size != 0) {
            throw new IllegalArgumentException("windows of " + view.rows(steps) + " × " + features
                    + " values expected one after the other, found " + views.length + " values");
        }
        this.policy = policy;
        this.trained = new WindowDictionary(size);
        for (int at = 0; at < views.length; at += size) {
            trained.add(views, at);
        }
    }

    /**
     * Keeps evenly spaced training windows, to be compared row by row.
     *
     * @param most windows kept at most, ≥ 1
     */
    public static WindowNeighbourDetector fit(TrainingRows rows, int steps, int most, MemoryPolicy policy) {
        return fit(rows, steps, WindowView.ROWS, most, policy);
    }

    /**
     * Keeps views of evenly spaced training windows.
     *
     * @param most windows kept at most, ≥ 1
     */
    public static WindowNeighbourDetector fit(
            TrainingRows rows, int steps, WindowView view, int most, MemoryPolicy policy) {
        List<float[]> sample = rows.sample(steps, most);
        int size = view.rows(steps) * rows.features();
        var views = new float[sample.size() * size];
        for (int n = 0; n < sample.size(); n++) {
            view.look(sample.get(n), 0, steps, rows.features(), views, n * size);
        }
        return new WindowNeighbourDetector(steps, rows.features(), view, views, policy);
    }

    public WindowView view() {
        return view;
    }

    /** Rows of a view, as many values each as a window has features. */
    public int viewRows() {
        return view.rows(steps);
    }

    /** Views of training windows one after the other, [count × viewRows × features]; a copy. */
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
        return new NeighbourMemory(policy, size);
    }

    @Override
    public MachineMemory restoreMemory(byte[] bytes) {
        return NeighbourMemory.restore(policy, size, bytes);
    }

    @Override
    public long memoryBytesPerMachine() {
        return NeighbourMemory.mostBytes(policy, size);
    }

    @Override
    public AdaptiveScorer newScorer() {
        return new Scorer();
    }

    private final class Scorer implements PeekingScorer {

        private final WindowDictionary.Search search = new WindowDictionary.Search();
        private final float[] seen = new float[size]; // view of the window at hand
        private float[] nearest = new float[0]; // [windows × size], nearest view of each of the last batch
        private int hint = -1; // training window that was nearest last

        @Override
        public void score(WindowBatch batch, double[] scores) {
            score(batch, null, scores);
        }

        @Override
        public void score(WindowBatch batch, MachineMemory[] memories, double[] scores) {
            ensureRoom(batch);
            for (int n = 0; n < batch.windows(); n++) {
                view.look(batch.rows(), batch.start(n) * features, steps, features, seen, 0);
                var memory = memories == null ? null : (NeighbourMemory) memories[n];
                scores[n] = score(memory, n * size);
                if (memory != null) {
                    memory.observe(seen, 0);
                }
            }
        }

        @Override
        public void peek(WindowBatch batch, MachineMemory memory, double[] scores) {
            ensureRoom(batch);
            for (int n = 0; n < batch.windows(); n++) {
                view.look(batch.rows(), batch.start(n) * features, steps, features, seen, 0);
                scores[n] = score((NeighbourMemory) memory, n * size);
            }
        }

        private void ensureRoom(WindowBatch batch) {
            if (nearest.length < batch.windows() * size) {
                nearest = new float[batch.windows() * size];
            }
        }

        private double score(NeighbourMemory memory, int nearestAt) {
            search.start();
            if (trained.nearest(seen, 0, hint, search)) {
                hint = search.index();
                trained.get(hint, nearest, nearestAt);
            }
            if (memory != null) {
                WindowDictionary known = memory.known();
                if (known.nearest(seen, 0, -1, search)) {
                    known.get(search.index(), nearest, nearestAt);
                }
            }
            if (search.index() < 0) {
                System.arraycopy(seen, 0, nearest, nearestAt, size);
                return 0;
            }
            return Math.sqrt(search.square() / size);
        }

        @Override
        public WindowError explain(WindowBatch batch, int n) {
            int at = batch.start(n) * features;
            view.look(batch.rows(), at, steps, features, seen, 0);
            return view.explain(batch.rows(), at, seen, nearest, n * size, steps, features);
        }
    }
}
