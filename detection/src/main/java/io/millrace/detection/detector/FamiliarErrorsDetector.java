package io.millrace.detection.detector;

import io.millrace.detection.model.Reconstructor;
import io.millrace.detection.score.AdaptiveDetector;
import io.millrace.detection.score.AdaptiveScorer;
import io.millrace.detection.score.ErrorAccumulator;
import io.millrace.detection.score.MachineMemory;
import io.millrace.detection.score.PeekingScorer;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.detection.score.WindowError;
import io.millrace.detection.window.WindowBatch;

/**
 * An autoencoder that gets used to its own errors. What it reconstructs wrongly in the same way again and again is how this machine runs,
 * not news: of each window's error matrix the nearest one remembered from the machine's past is forgiven. An error without precedent
 * counts in full; where nothing is remembered the score is the autoencoder's own.
 *
 * <p>Score: the {@link ReconstructionDetector}'s, with reconstruction + nearest remembered error as the expected window; for a mean squared
 * error it is never above the autoencoder's. Cost beside the autoencoder's: at most remembered windows · steps · features
 * subtractions a window; memory of a machine 4 · steps · features bytes per window remembered.
 */
public final class FamiliarErrorsDetector implements AdaptiveDetector {

    private final ReconstructionDetector autoencoder;
    private final MemoryPolicy policy;

    public FamiliarErrorsDetector(ReconstructionDetector autoencoder, MemoryPolicy policy) {
        this.autoencoder = autoencoder;
        this.policy = policy;
    }

    public ReconstructionDetector autoencoder() {
        return autoencoder;
    }

    public MemoryPolicy policy() {
        return policy;
    }

    @Override
    public String name() {
        return autoencoder.name();
    }

    @Override
    public int steps() {
        return autoencoder.steps();
    }

    @Override
    public int features() {
        return autoencoder.features();
    }

    private int size() {
        return steps() * features();
    }

    @Override
    public MachineMemory newMemory() {
        return new NeighbourMemory(policy, size());
    }

    @Override
    public MachineMemory restoreMemory(byte[] bytes) {
        return NeighbourMemory.restore(policy, size(), bytes);
    }

    @Override
    public long memoryBytesPerMachine() {
        return NeighbourMemory.mostBytes(policy, size());
    }

    @Override
    public AdaptiveScorer newScorer() {
        return new Scorer();
    }

    private final class Scorer implements PeekingScorer {

        private final int size = size();
        private final Reconstructor reconstructor = autoencoder.newReconstructor();
        private final ErrorAccumulator errors = autoencoder.newErrors();
        private final WindowDictionary.Search search = new WindowDictionary.Search();
        private final float[] error = new float[size]; // of the window at hand
        private final float[] familiar = new float[size];
        private float[] expected = new float[0]; // [windows × size] of the last batch

        @Override
        public void score(WindowBatch batch, double[] scores) {
            score(batch, null, scores);
        }

        @Override
        public void score(WindowBatch batch, MachineMemory[] memories, double[] scores) {
            reconstruct(batch);
            for (int n = 0; n < batch.windows(); n++) {
                if (memories != null) {
                    var memory = (NeighbourMemory) memories[n];
                    forgive(memory, batch, n);
                    memory.observe(error, 0);
                }
                scores[n] = judge(batch, n);
            }
        }

        @Override
        public void peek(WindowBatch batch, MachineMemory memory, double[] scores) {
            reconstruct(batch);
            for (int n = 0; n < batch.windows(); n++) {
                forgive((NeighbourMemory) memory, batch, n);
                scores[n] = judge(batch, n);
            }
        }

        private void reconstruct(WindowBatch batch) {
            if (expected.length < batch.windows() * size) {
                expected = new float[batch.windows() * size];
            }
            reconstructor.reconstruct(batch, expected);
        }

        private double judge(WindowBatch batch, int n) {
            return errors.score(batch.rows(), batch.start(n) * features(), features(), expected, n * size);
        }

        /**
         * Adds the nearest remembered error to the expected window, unless the window is nearer to no error at all. Leaves the window's own
         * error in {@code error}.
         */
        private void forgive(NeighbourMemory memory, WindowBatch batch, int n) {
            int observedAt = batch.start(n) * features();
            int expectedAt = n * size;
            double square = 0;
            for (int i = 0; i < size; i++) {
                error[i] = batch.rows()[observedAt + i] - expected[expectedAt + i];
                square += (double) error[i] * error[i];
            }
            search.start();
            WindowDictionary known = memory.known();
            if (known.nearest(error, 0, -1, search) && search.square() < square) {
                known.get(search.index(), familiar, 0);
                for (int i = 0; i < size; i++) {
                    expected[expectedAt + i] += familiar[i];
                }
            }
        }

        @Override
        public WindowError explain(WindowBatch batch, int n) {
            return errors.explain(batch.rows(), batch.start(n) * features(), features(), expected, n * size);
        }
    }
}
