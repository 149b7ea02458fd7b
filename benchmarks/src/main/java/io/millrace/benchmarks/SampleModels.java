package io.millrace.benchmarks;

import io.millrace.detection.model.Activation;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.simd.training.AutoencoderShape;
import io.millrace.detection.simd.training.LstmAutoencoderTrainer;
import io.millrace.detection.simd.training.TrainerOptions;
import java.util.Random;

/** Networks and windows to measure with: speed does not depend on what they have learnt. */
public final class SampleModels {

    public static final int STEPS = 60;
    public static final long SEED = 1;

    private SampleModels() {}

    public static LstmAutoencoder model(int features, int hidden) {
        var shape = new AutoencoderShape(features, hidden, STEPS, Activation.TANH);
        try (var trainer = LstmAutoencoderTrainer.create(shape, TrainerOptions.defaults(SEED))) {
            return trainer.model();
        }
    }

    /** Noise in [−1, 1], [count × steps × features]. */
    public static float[] windows(int count, int features) {
        var random = new Random(2);
        var windows = new float[count * STEPS * features];
        for (int n = 0; n < windows.length; n++) {
            windows[n] = 2 * random.nextFloat() - 1;
        }
        return windows;
    }
}
