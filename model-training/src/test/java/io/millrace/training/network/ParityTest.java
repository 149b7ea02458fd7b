package io.millrace.training.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.detection.model.Activation;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmKernel;
import io.millrace.detection.model.LstmKernels;
import io.millrace.detection.model.LstmLayer;
import io.millrace.detection.model.ReferenceLstmKernel;
import io.millrace.detection.window.WindowBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the job computes is what Deeplearning4j computes. */
class ParityTest {

    private static final double TOLERANCE = 1e-5;

    @ParameterizedTest(name = "{0} steps, {1} features, {2} → {3} units, {4}, {5} windows")
    @CsvSource({
        "60, 1, 64, 64, TANH, 3",
        "60, 6, 64, 64, TANH, 33",
        "60, 25, 64, 64, RELU, 5",
        "60, 6, 64, 64, RELU, 33",
        "10, 3, 5, 7, TANH, 4",
        "7, 2, 33, 16, RELU, 2",
        "2, 1, 1, 1, TANH, 1",
        "100, 38, 48, 32, TANH, 17"
    })
    void everyKernelReconstructsAsDeeplearning4jDoes(
            int steps, int features, int encoded, int decoded, Activation activation, int count) {
        LstmAutoencoder model = randomModel(steps, features, encoded, decoded, activation, 7);
        float[] windows = randomWindows(count * steps * features, 11);
        float[] expected;
        try (Dl4jNetwork network = Dl4jNetwork.of(model, 1e-3)) {
            expected = network.output(windows, count);
        }

        for (LstmKernel kernel : kernels()) {
            assertThat(largestDifference(expected, reconstruct(kernel, model, windows, count)))
                    .as("largest difference to Deeplearning4j, kernel %s", kernel.name())
                    .isLessThan(TOLERANCE);
        }
    }

    @ParameterizedTest
    @CsvSource({"TANH", "RELU"})
    void weightsComeBackFromDeeplearning4jAsTheyWent(Activation activation) {
        LstmAutoencoder model = randomModel(12, 3, 8, 6, activation, 3);

        try (Dl4jNetwork network = Dl4jNetwork.of(model, 1e-3)) {
            assertThat(network.weights()).isEqualTo(model);
        }
    }

    @Test
    void aSavedNetworkReconstructsAsBefore(@TempDir Path folder) throws Exception {
        LstmAutoencoder model = randomModel(20, 4, 16, 16, Activation.TANH, 5);
        float[] windows = randomWindows(6 * 20 * 4, 13);
        Path file = folder.resolve("network.zip");

        float[] before;
        try (Dl4jNetwork network = Dl4jNetwork.of(model, 1e-3)) {
            before = network.output(windows, 6);
            network.save(file);
        }

        try (Dl4jNetwork restored = Dl4jNetwork.read(file, 20)) {
            assertThat(restored.output(windows, 6)).isEqualTo(before);
            assertThat(restored.weights()).isEqualTo(model);
        }
    }

    /** Those that can run here. */
    static List<LstmKernel> kernels() {
        var kernels = new ArrayList<LstmKernel>();
        kernels.add(new ReferenceLstmKernel());
        kernels.add(LstmKernels.choose().kernel());
        ServiceLoader.load(LstmKernel.class).forEach(kernels::add);
        return kernels.stream().filter(kernel -> kernel.unavailable().isEmpty()).toList();
    }

    private static float[] reconstruct(LstmKernel kernel, LstmAutoencoder model, float[] windows, int count) {
        int size = model.steps() * model.features();
        var batch = new WindowBatch(model.steps(), model.features());
        for (int n = 0; n < count; n++) {
            batch.addWindow(java.util.Arrays.copyOfRange(windows, n * size, (n + 1) * size));
        }
        var out = new float[count * size];
        kernel.pack(model).newReconstructor().reconstruct(batch, out);
        return out;
    }

    private static double largestDifference(float[] expected, float[] actual) {
        assertThat(actual).hasSameSizeAs(expected);
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs((double) expected[i] - actual[i]));
        }
        return largest;
    }

    /** Weights of a trained network's size, every bias different from 0: a swapped gate must show. */
    static LstmAutoencoder randomModel(
            int steps, int features, int encoded, int decoded, Activation activation, long seed) {
        var random = new SplittableRandom(seed);
        return new LstmAutoencoder(
                steps,
                activation,
                randomLayer(features, encoded, random),
                randomLayer(encoded, decoded, random),
                new DenseLayer(
                        decoded,
                        features,
                        uniform(decoded * features, 1 / Math.sqrt(decoded), random),
                        uniform(features, 0.5, random)));
    }

    private static LstmLayer randomLayer(int inputs, int hidden, SplittableRandom random) {
        double size = 1 / Math.sqrt(inputs + hidden);
        return new LstmLayer(
                inputs,
                hidden,
                uniform(inputs * 4 * hidden, size, random),
                uniform(hidden * 4 * hidden, size, random),
                uniform(4 * hidden, 0.5, random));
    }

    static float[] randomWindows(int length, long seed) {
        return uniform(length, 1, new SplittableRandom(seed));
    }

    private static float[] uniform(int length, double size, SplittableRandom random) {
        var values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (size * (2 * random.nextDouble() - 1));
        }
        return values;
    }
}
