package io.millrace.detection.score;

import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmKernel;
import io.millrace.detection.model.LstmKernels;
import io.millrace.detection.model.Reconstructor;
import io.millrace.detection.window.WindowBatch;

/** An LSTM autoencoder as a detector: a window that it cannot reconstruct is strange. */
public final class ReconstructionDetector implements Detector {

    public static final String NAME = "lstm-autoencoder";

    private final LstmAutoencoder model;
    private final WindowScoring scoring;
    private final LstmKernel.Packed packed;

    public ReconstructionDetector(LstmAutoencoder model, WindowScoring scoring) {
        this(model, scoring, LstmKernels.choose().kernel());
    }

    public ReconstructionDetector(LstmAutoencoder model, WindowScoring scoring, LstmKernel kernel) {
        this.model = model;
        this.scoring = scoring;
        this.packed = kernel.pack(model);
        newErrors(); // a scoring that does not fit the model is refused here, not in the job
    }

    public LstmAutoencoder model() {
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
        return new Scorer(newReconstructor(), newErrors());
    }

    /** The forward pass for one task. */
    public Reconstructor newReconstructor() {
        return packed.newReconstructor();
    }

    /** What makes scores of errors, for one task. */
    public ErrorAccumulator newErrors() {
        return new ErrorAccumulator(scoring, steps(), features());
    }

    private final class Scorer implements TunedScorer {

        private final Reconstructor reconstructor;
        private final Reconstructions reconstructions;

        Scorer(Reconstructor reconstructor, ErrorAccumulator errors) {
            this.reconstructor = reconstructor;
            this.reconstructions = new Reconstructions(errors, steps(), features());
        }

        @Override
        public void score(WindowBatch batch, double[] scores) {
            reconstructor.reconstruct(batch, reconstructions.roomFor(batch));
            reconstructions.score(batch, scores);
        }

        @Override
        public void score(WindowBatch batch, DenseLayer[] outputs, double[] scores) {
            reconstructor.reconstruct(batch, outputs, reconstructions.roomFor(batch));
            reconstructions.score(batch, scores);
        }

        @Override
        public WindowError explain(WindowBatch batch, int n) {
            return reconstructions.explain(batch, n);
        }
    }
}
