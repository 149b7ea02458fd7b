package io.millrace.training.network;

import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.simd.SimdLstmKernel;
import io.millrace.detection.simd.training.LstmAutoencoderTrainer;
import io.millrace.detection.simd.training.TrainerOptions;
import io.millrace.detection.simd.training.TrainerState;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;
import java.util.Optional;

/**
 * Trains on the scoring kernels of {@code detection-simd}; its gradients are Deeplearning4j's, and so is the network. Wants {@code
 * --add-modules jdk.incubator.vector}.
 */
public final class FastTrainer extends Trainer {

    public static final String NAME = "fast";

    /**
     * @throws IllegalStateException if this JVM has no vectors; says how to start it
     */
    public FastTrainer() {
        String unavailable = new SimdLstmKernel().unavailable();
        if (!unavailable.isEmpty()) {
            throw new IllegalStateException(
                    "the fast trainer cannot run: " + unavailable + "; or train with --trainer " + Dl4jTrainer.NAME);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    Session begin(LstmAutoencoder first, FitOptions options) {
        return new FastSession(first, options);
    }

    private static final class FastSession implements Session {

        private final WindowBatch batch;
        private TrainerOptions options;
        private LstmAutoencoderTrainer trainer;

        FastSession(LstmAutoencoder first, FitOptions options) {
            this.batch = new WindowBatch(first.steps(), first.features());
            this.options = TrainerOptions.defaults(options.seed())
                    .withLearningRate(options.learningRate())
                    .withClipNorm(options.clipNorm());
            this.trainer = LstmAutoencoderTrainer.from(first, this.options);
        }

        @Override
        public void learningRate(double rate) {
            if (rate == options.learningRate()) {
                return;
            }
            options = options.withLearningRate(rate);
            LstmAutoencoderTrainer next = LstmAutoencoderTrainer.from(trainer.model(), options);
            next.restore(trainer.snapshot()); // Adam's averages go on
            trainer.close();
            trainer = next;
        }

        @Override
        public double trainBatch(float[] windows, int count) {
            return trainer.trainBatch(fill(windows, count));
        }

        @Override
        public double error(float[] windows, int count) {
            return trainer.validationError(fill(windows, count));
        }

        private WindowBatch fill(float[] windows, int count) {
            int size = batch.steps() * batch.features();
            batch.clear();
            for (int n = 0; n < count; n++) {
                batch.addWindow(Arrays.copyOfRange(windows, n * size, (n + 1) * size));
            }
            return batch;
        }

        @Override
        public Optional<TrainerState> state() {
            return Optional.of(trainer.snapshot());
        }

        @Override
        public void restore(TrainerState state) {
            trainer.restore(state);
        }

        @Override
        public LstmAutoencoder weights() {
            return trainer.model();
        }

        @Override
        public void close() {
            trainer.close();
        }
    }
}
