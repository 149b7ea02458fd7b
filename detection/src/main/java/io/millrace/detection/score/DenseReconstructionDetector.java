package io.millrace.detection.score;

import io.millrace.detection.model.DenseAutoencoder;
import io.millrace.detection.window.WindowBatch;

/** A dense autoencoder as a detector: a window, or with one step a row, that it cannot reconstruct is strange. */
public final class DenseReconstructionDetector implements Detector {

    public static final String NAME = "dense-autoencoder";

    private final DenseAutoencoder model;
    private final WindowScoring scoring;
    private final DenseAutoencoder.Packed packed;

    public DenseReconstructionDetector(DenseAutoencoder model, WindowScoring scoring) {
        this.model = model;
        this.scoring = scoring;
        this.packed = model.pack();
        newErrors(); // a scoring that does not fit the model is refused here, not in the job
    }

    public DenseAutoencoder model() {
        return model;
    }

    public WindowScoring scoring() {
        return scoring;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int steps() {
        return model.steps();
    }

    @Override
    public int features() {
        return model.features();
    }

    @Override
    public WindowScorer newScorer() {
        return new Scorer(packed.newPass(), newErrors());
    }

    private ErrorAccumulator newErrors() {
        return new ErrorAccumulator(scoring, steps(), features());
    }

    private final class Scorer implements WindowScorer {

        private final DenseAutoencoder.Pass pass;
        private final ErrorAccumulator errors;
        private final int size = steps() * features();
        private float[] reconstruction = new float[0]; // [windows × steps × features] of the last batch

        Scorer(DenseAutoencoder.Pass pass, ErrorAccumulator errors) {
            this.pass = pass;
            this.errors = errors;
        }

        @Override
        public void score(WindowBatch batch, double[] scores) {
            if (reconstruction.length < batch.windows() * size) {
                reconstruction = new float[batch.windows() * size];
            }
            pass.reconstruct(batch, reconstruction);
            for (int n = 0; n < batch.windows(); n++) {
                scores[n] =
                        errors.score(batch.rows(), batch.start(n) * features(), features(), reconstruction, n * size);
            }
        }

        @Override
        public WindowError explain(WindowBatch batch, int n) {
            return errors.explain(batch.rows(), batch.start(n) * features(), features(), reconstruction, n * size);
        }
    }
}
