package io.millrace.detection.simd.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.model.Activation;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.ReferenceLstmKernel;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LstmAutoencoderTrainerTest {

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1", "1, 3, 4, 2", "2, 5, 7, 18", "3, 8, 5, 16", "5, 7, 3, 35", "4, 6, 12, 3"})
    void gradientsAreTheFiniteDifferencesOfTheLoss(int features, int hidden, int steps, int windows) {
        for (Activation activation : Activation.values()) {
            var shape = new AutoencoderShape(features, hidden, steps, activation);
            float[] values = waves(windows, steps, features, 5);
            var trainer = LstmAutoencoderTrainer.create(shape, TrainerOptions.defaults(17));
            trainer.restore(shaken(trainer.snapshot()));

            LossGradient actual = trainer.gradients(batch(values, windows, steps, features));

            double[] p = widened(shape.flatten(trainer.model()));
            assertThat(actual.loss()).isCloseTo(DoubleAutoencoder.loss(shape, p, values, windows), within(1e-5));
            double[] flat = widened(shape.flatten(
                    new LstmAutoencoder(steps, activation, actual.encoder(), actual.decoder(), actual.output())));
            double[] expected = differences(shape, p, values, windows);
            double longest = 0;
            for (double slope : expected) {
                longest = Math.max(longest, Math.abs(slope));
            }
            for (int n = 0; n < p.length; n++) {
                assertThat(flat[n])
                        .as("%s, parameter %d", activation, n)
                        .isCloseTo(expected[n], within(1e-4 * longest));
            }
        }
    }

    @Test
    void lowersTheLossAndReconstructsWithTheModelItGivesBack() {
        var shape = new AutoencoderShape(2, 16, 20, Activation.TANH);
        WindowBatch windows = batch(waves(96, 20, 2, 3), 96, 20, 2);
        var options = TrainerOptions.defaults(1).withLearningRate(5e-3);
        var trainer = LstmAutoencoderTrainer.create(shape, options);

        double first = trainer.validationError(windows);
        for (int epoch = 0; epoch < 200; epoch++) {
            trainer.trainEpoch(windows, 32);
        }

        double last = trainer.validationError(windows);
        assertThat(last).isLessThan(first / 5);
        assertThat(errorOf(trainer.model(), windows)).isCloseTo(last, within(1e-6));
    }

    @Test
    void theResultDoesNotDependOnTheNumberOfThreads() {
        var shape = new AutoencoderShape(3, 9, 11, Activation.TANH);
        WindowBatch windows = batch(waves(200, 11, 3, 4), 200, 11, 3);
        TrainerOptions options = TrainerOptions.defaults(5).withClipNorm(0.1);

        LstmAutoencoder alone = trained(shape, options, windows);

        assertThat(trained(shape, options.withThreads(2), windows)).isEqualTo(alone);
        assertThat(trained(shape, options.withThreads(3), windows)).isEqualTo(alone);
    }

    @Test
    void differentSeedsGiveDifferentModels() {
        var shape = new AutoencoderShape(1, 4, 5, Activation.TANH);
        WindowBatch windows = batch(waves(40, 5, 1, 6), 40, 5, 1);

        assertThat(trained(shape, TrainerOptions.defaults(1), windows))
                .isNotEqualTo(trained(shape, TrainerOptions.defaults(2), windows));
    }

    @Test
    void goesOnFromASnapshotAsIfItHadNotStopped() {
        var shape = new AutoencoderShape(2, 6, 8, Activation.RELU);
        WindowBatch windows = batch(waves(70, 8, 2, 7), 70, 8, 2);
        TrainerOptions options = TrainerOptions.defaults(8);
        var through = LstmAutoencoderTrainer.create(shape, options);
        through.trainEpoch(windows, 32);
        TrainerState half = through.snapshot();
        through.trainEpoch(windows, 32);

        var resumed = LstmAutoencoderTrainer.create(shape, options);
        resumed.restore(half);
        assertThat(resumed.epoch()).isEqualTo(1);
        resumed.trainEpoch(windows, 32);

        assertThat(resumed.model()).isEqualTo(through.model());
    }

    @Test
    void clippingBoundsTheStepOfAnUnusualBatch() {
        var shape = new AutoencoderShape(1, 4, 5, Activation.TANH);
        float[] huge = {1e4f, -1e4f, 1e4f, -1e4f, 1e4f};
        var free = LstmAutoencoderTrainer.create(shape, TrainerOptions.defaults(9));
        var clipped =
                LstmAutoencoderTrainer.create(shape, TrainerOptions.defaults(9).withClipNorm(1));

        free.trainBatch(huge, 1);
        clipped.trainBatch(huge, 1);

        assertThat(norm(clipped.snapshot().mean())).isCloseTo(0.1, within(1e-4));
        assertThat(norm(free.snapshot().mean())).isGreaterThan(1);
    }

    @Test
    void aBatchOfOneLossIsTheMeanOverItsValues() {
        var shape = new AutoencoderShape(2, 3, 4, Activation.TANH);
        float[] values = waves(1, 4, 2, 10);
        var trainer = LstmAutoencoderTrainer.create(shape, TrainerOptions.defaults(11));
        double before = errorOf(trainer.model(), batch(values, 1, 4, 2));

        assertThat(trainer.trainBatch(values, 1)).isCloseTo(before, within(1e-6));
    }

    @Test
    void saysWhatItCannotTrainOn() {
        var shape = new AutoencoderShape(2, 3, 4, Activation.TANH);
        var trainer = LstmAutoencoderTrainer.create(shape, TrainerOptions.defaults(1));

        assertThatThrownBy(() -> trainer.trainEpoch(new WindowBatch(4, 3), 8))
                .hasMessage("the trainer expects windows of 4 × 2, found 4 × 3");
        assertThatThrownBy(() -> trainer.trainEpoch(new WindowBatch(4, 2), 8))
                .hasMessage("training needs at least one window, found none");
        var other = new AutoencoderShape(2, 4, 4, Activation.TANH);
        TrainerState state =
                LstmAutoencoderTrainer.create(other, TrainerOptions.defaults(1)).snapshot();
        assertThatThrownBy(() -> trainer.restore(state))
                .hasMessageContaining("hidden=3")
                .hasMessageContaining("hidden=4");
    }

    private static LstmAutoencoder trained(AutoencoderShape shape, TrainerOptions options, WindowBatch windows) {
        try (var trainer = LstmAutoencoderTrainer.create(shape, options)) {
            trainer.trainEpoch(windows, 150);
            trainer.trainEpoch(windows, 150);
            return trainer.model();
        }
    }

    /** Biases of zero would put units of a silent layer on the very kink of ReLU. */
    private static TrainerState shaken(TrainerState state) {
        var random = new Random(18);
        float[] parameters = state.parameters().clone();
        for (int n = 0; n < parameters.length; n++) {
            parameters[n] += (float) (0.1 * random.nextGaussian());
        }
        return new TrainerState(state.shape(), parameters, state.mean(), state.square(), 0, 0);
    }

    private static double[] differences(AutoencoderShape shape, double[] p, float[] windows, int n) {
        double width = 1e-6;
        var slopes = new double[p.length];
        for (int k = 0; k < p.length; k++) {
            double at = p[k];
            p[k] = at + width;
            double above = DoubleAutoencoder.loss(shape, p, windows, n);
            p[k] = at - width;
            double below = DoubleAutoencoder.loss(shape, p, windows, n);
            p[k] = at;
            slopes[k] = (above - below) / (2 * width);
        }
        return slopes;
    }

    private static double errorOf(LstmAutoencoder model, WindowBatch windows) {
        int size = model.steps() * model.features();
        var out = new float[windows.windows() * size];
        new ReferenceLstmKernel().pack(model).newReconstructor().reconstruct(windows, out);
        double sum = 0;
        for (int n = 0; n < windows.windows(); n++) {
            for (int k = 0; k < size; k++) {
                double difference = out[n * size + k] - windows.rows()[windows.start(n) * model.features() + k];
                sum += difference * difference;
            }
        }
        return sum / out.length;
    }

    private static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    private static double[] widened(float[] values) {
        var wide = new double[values.length];
        for (int n = 0; n < values.length; n++) {
            wide[n] = values[n];
        }
        return wide;
    }

    private static WindowBatch batch(float[] values, int windows, int steps, int features) {
        var batch = new WindowBatch(steps, features);
        for (int n = 0; n < windows; n++) {
            batch.addWindow(Arrays.copyOfRange(values, n * steps * features, (n + 1) * steps * features));
        }
        return batch;
    }

    /** Sines of random phase and pitch, [windows × steps × features]. */
    private static float[] waves(int windows, int steps, int features, long seed) {
        var random = new Random(seed);
        var values = new float[windows * steps * features];
        for (int n = 0; n < windows; n++) {
            double phase = random.nextDouble() * 6;
            double pitch = 0.2 + random.nextDouble();
            for (int t = 0; t < steps; t++) {
                for (int f = 0; f < features; f++) {
                    values[(n * steps + t) * features + f] = (float) Math.sin(phase + pitch * t + f);
                }
            }
        }
        return values;
    }
}
