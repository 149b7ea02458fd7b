package io.millrace.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.millrace.detection.model.Activation;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmLayer;
import io.millrace.detection.model.ReferenceLstmKernel;
import io.millrace.detection.simd.training.LossGradient;
import io.millrace.detection.simd.training.LstmAutoencoderTrainer;
import io.millrace.detection.simd.training.TrainerOptions;
import io.millrace.detection.window.WindowBatch;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fast trainer walks the same way as Deeplearning4j. */
class FastTrainerTest {

    private static final double TOLERANCE = 1e-4;

    @ParameterizedTest(name = "{0} steps, {1} features, {2} units, {3}, {4} windows")
    @CsvSource({
        "60, 6, 64, TANH, 32",
        "60, 1, 64, RELU, 7",
        "10, 3, 16, TANH, 5",
        "10, 3, 16, RELU, 33",
        "7, 25, 9, TANH, 70"
    })
    void theGradientIsDeeplearning4js(int steps, int features, int hidden, Activation activation, int count) {
        LstmAutoencoder model = ParityTest.randomModel(steps, features, hidden, hidden, activation, 17);
        float[] windows = ParityTest.randomWindows(count * steps * features, 19);
        LstmAutoencoder expected;
        try (Dl4jNetwork network = Dl4jNetwork.of(model, 1e-3)) {
            expected = network.gradients(windows, count);
        }

        LossGradient actual;
        try (LstmAutoencoderTrainer trainer = LstmAutoencoderTrainer.from(model, TrainerOptions.defaults(1))) {
            actual = trainer.gradients(batch(windows, count, steps, features));
        }

        assertClose("encoder", expected.encoder(), actual.encoder());
        assertClose("decoder", expected.decoder(), actual.decoder());
        assertClose(
                "output weights", expected.output().weights(), actual.output().weights());
        assertClose("output bias", expected.output().bias(), actual.output().bias());
    }

    @Test
    void trainingGoesTheSameWay() {
        var network = new NetworkOptions(12, 16, Activation.TANH);
        FitOptions options = FitOptions.DEFAULT
                .withEpochs(6)
                .withLearningRate(0.01)
                .withSchedule(LearningRateSchedule.COSINE)
                .withPatience(6);
        WindowSet training = TrainerTest.waves(0);
        WindowSet validation = TrainerTest.waves(1);

        TrainingCurve reference = new Dl4jTrainer()
                .fit(training, validation, network, options, TrainingProgress.SILENT)
                .curve();
        TrainingCurve fast = new FastTrainer()
                .fit(training, validation, network, options, TrainingProgress.SILENT)
                .curve();

        assertThat(fast.epochs()).hasSameSizeAs(reference.epochs());
        for (int e = 0; e < reference.epochs().size(); e++) {
            TrainingCurve.Epoch expected = reference.epochs().get(e);
            assertThat(fast.epochs().get(e).trainingError()).isCloseTo(expected.trainingError(), withinPercentage(0.1));
            assertThat(fast.epochs().get(e).validationError())
                    .isCloseTo(expected.validationError(), withinPercentage(0.1));
        }
    }

    @Test
    void itsResultIsADeeplearning4jNetworkAgain(@TempDir Path folder) throws Exception {
        WindowSet windows = TrainerTest.waves(0);
        FittedNetwork fitted = new FastTrainer()
                .fit(
                        windows,
                        windows,
                        new NetworkOptions(12, 16, Activation.TANH),
                        FitOptions.DEFAULT.withEpochs(3),
                        TrainingProgress.SILENT);
        Path file = folder.resolve("fast.zip");
        try (Dl4jNetwork network = Dl4jNetwork.of(fitted.model(), 1e-3)) {
            network.save(file);
        }

        float[] some = windows.gather(windows.inOrder(), 0, 20);
        float[] output;
        try (Dl4jNetwork restored = Dl4jNetwork.read(file, 12)) {
            output = restored.output(some, 20);
        }

        var expected = new float[some.length];
        new ReferenceLstmKernel().pack(fitted.model()).newReconstructor().reconstruct(batch(some, 20, 12, 2), expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(output[i]).isCloseTo(expected[i], within(1e-5f));
        }
    }

    private static WindowBatch batch(float[] windows, int count, int steps, int features) {
        var batch = new WindowBatch(steps, features);
        int size = steps * features;
        for (int n = 0; n < count; n++) {
            batch.addWindow(Arrays.copyOfRange(windows, n * size, (n + 1) * size));
        }
        return batch;
    }

    private static void assertClose(String layer, LstmLayer expected, LstmLayer actual) {
        assertClose(layer + " input", expected.input(), actual.input());
        assertClose(layer + " recurrent", expected.recurrent(), actual.recurrent());
        assertClose(layer + " bias", expected.bias(), actual.bias());
    }

    /** The Euclidean distance, relative to the length of the gradient. */
    private static void assertClose(String part, float[] expected, float[] actual) {
        assertThat(actual).as(part).hasSameSizeAs(expected);
        double distance = 0;
        double length = 0;
        for (int i = 0; i < expected.length; i++) {
            distance += Math.pow((double) expected[i] - actual[i], 2);
            length += Math.pow(expected[i], 2);
        }
        assertThat(length).as("length of the gradient of the %s", part).isPositive();
        assertThat(Math.sqrt(distance / length))
                .as("relative difference of the gradient of the %s", part)
                .isLessThan(TOLERANCE);
    }
}
