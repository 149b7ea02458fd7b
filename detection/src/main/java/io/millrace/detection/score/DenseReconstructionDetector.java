package io.millrace.detection.score;

import io.millrace.detection.model.DenseAutoencoder;
import io.millrace.detection.model.LstmKernels;
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
        this.packed = LstmKernels.choose().kernel().pack(model);
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
        private final Reconstructions reconstructions;

        Scorer(DenseAutoencoder.Pass pass, ErrorAccumulator errors) {
            this.pass = pass;
            this.reconstructions = new Reconstructions(errors, steps(), features());
        }

        @Override
        public void score(WindowBatch batch, double[] scores) {
            pass.reconstruct(batch, reconstructions.roomFor(batch));
            reconstructions.score(batch, scores);
        }

        @Override
        public WindowError explain(WindowBatch batch, int n) {
            return reconstructions.explain(batch, n);
        }
    }
}
