package io.millrace.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.model.DenseAutoencoder;
import io.millrace.detection.model.EstimateKind;
import io.millrace.detection.model.LstmKernel;
import io.millrace.detection.model.WindowEstimator;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What the job computes with networks beside the LSTM autoencoder is what Deeplearning4j computes. */
class NetworkParityTest {

    private static final double TOLERANCE = 1e-5;

    @ParameterizedTest(name = "{0} steps, {1} features, {2} windows")
    @CsvSource({"60, 1, 3", "60, 8, 9", "1, 25, 40", "7, 3, 5", "1, 1, 1"})
    void aDenseAutoencoderReconstructsAsDeeplearning4jDoes(int steps, int features, int count) {
        DenseShape shape = DenseShape.DEFAULT.withSteps(steps);
        float[] windows = ParityTest.randomWindows(count * steps * features, 11);
        try (var network = new DenseAutoencoderTrainer.Network(shape, features, FitOptions.DEFAULT)) {
            shake(network.dl4j());
            DenseAutoencoder model = network.weights();

            float[] expected = network.output(windows, count);
            for (LstmKernel kernel : ParityTest.kernels()) {
                var found = new float[windows.length];
                kernel.pack(model).newPass().reconstruct(batch(windows, steps, features, count), found);
                assertSame(kernel, expected, found);
            }
        }
    }

    static Stream<Arguments> estimators() {
        return Stream.of(
                Arguments.of(EstimatorShape.Classifier.DEFAULT, 8, 7),
                Arguments.of(new EstimatorShape.Classifier(60, 64, 32, 16), 1, 3),
                Arguments.of(new EstimatorShape.Classifier(5, 7, 3, 2), 3, 33),
                Arguments.of(new EstimatorShape.Classifier(2, 1, 1, 1), 1, 1),
                Arguments.of(EstimatorShape.Attention.DEFAULT, 6, 5),
                Arguments.of(EstimatorShape.Attention.DEFAULT.withRegression(true), 24, 5),
                Arguments.of(new EstimatorShape.Attention(10, 3, 16, 2, 8, 0.3, false), 3, 4),
                Arguments.of(new EstimatorShape.Attention(7, 2, 5, 1, 3, 0, true), 2, 3),
                Arguments.of(new EstimatorShape.Attention(2, 1, 1, 2, 4, 0, false), 1, 2),
                Arguments.of(EstimatorShape.Attention.LARGE.withSteps(30), 25, 2));
    }

    @ParameterizedTest(name = "{0}, {1} features, {2} windows")
    @MethodSource("estimators")
    void anEstimatorAnswersAsDeeplearning4jDoes(EstimatorShape shape, int features, int count) {
        float[] windows = ParityTest.randomWindows(count * shape.steps() * features, 13);
        try (var network = new Dl4jEstimator(shape, features, FitOptions.DEFAULT, ClassWeights.EQUAL)) {
            shake(network.dl4j());
            WindowEstimator model = network.weights();
            float[] expected = network.output(windows, count);
            for (LstmKernel kernel : ParityTest.kernels()) {
                var answers = new float[count];
                kernel.pack(model).newPass().estimate(batch(windows, shape.steps(), features, count), answers);
                assertThat(spread(answers)).as("answers differ").isGreaterThan(count == 1 ? -1 : 1e-5);
                // a regression's score is held within [0, 1], its answer is not
                boolean squeezed = model.kind() == EstimateKind.LOG_ODDS;
                for (int n = 0; n < count && squeezed; n++) {
                    answers[n] = (float) model.kind().score(answers[n]);
                }
                assertSame(kernel, expected, answers);
            }
        }
    }

    @Test
    void anAnomalousWindowOfWeightTwoCountsAsTwoWindows() {
        var shape = new EstimatorShape.Classifier(4, 3, 2, 2);
        float[] windows = ParityTest.randomWindows(2 * 4 * 2, 17);
        float[] twice = Arrays.copyOf(windows, 3 * 8);
        System.arraycopy(windows, 8, twice, 16, 8);
        // the weights of two windows add up to two, as those of three windows do to three
        var weights = new ClassWeights(2 / 3.0, 4 / 3.0);
        try (var weighted = new Dl4jEstimator(shape, 2, FitOptions.DEFAULT, weights);
                var repeated = new Dl4jEstimator(shape, 2, FitOptions.DEFAULT, ClassWeights.EQUAL)) {
            for (int step = 0; step < 3; step++) {
                double one = weighted.trainBatch(windows, new float[] {0, 1});
                double other = repeated.trainBatch(twice, new float[] {0, 1, 1});

                assertThat(one).isCloseTo(other, within(1e-6));
            }
            assertThat(largestDifference(params(weighted.dl4j()), params(repeated.dl4j())))
                    .as("weights after three steps")
                    .isLessThan(1e-5);
        }
    }

    private static float[] params(MultiLayerNetwork network) {
        return Dl4jArrays.rowMajor(network.params());
    }

    /** Every weight, bias, mean and variance another number: a swapped gate, head or direction must show. */
    private static void shake(MultiLayerNetwork network) {
        Nd4j.getRandom().setSeed(7);
        for (var layer : network.getLayers()) {
            for (String name : List.copyOf(layer.paramTable().keySet())) {
                INDArray parameter = layer.getParam(name);
                double size = parameter.rank() < 2 || parameter.size(0) == 1
                        ? 0.5
                        : Math.sqrt(3.0 / parameter.size(parameter.rank() - 2));
                INDArray noise = Nd4j.rand(parameter.dataType(), parameter.shape());
                if (name.equals("var")) {
                    parameter.assign(noise.addi(0.1));
                } else {
                    parameter.assign(noise.muli(2).subi(1).muli(size));
                }
            }
        }
    }

    private static WindowBatch batch(float[] windows, int steps, int features, int count) {
        int size = steps * features;
        var batch = new WindowBatch(steps, features);
        for (int n = 0; n < count; n++) {
            batch.addWindow(Arrays.copyOfRange(windows, n * size, (n + 1) * size));
        }
        return batch;
    }

    private static void assertSame(LstmKernel kernel, float[] expected, float[] found) {
        double size = 1;
        for (float value : expected) {
            size = Math.max(size, Math.abs(value));
        }
        assertThat(largestDifference(expected, found) / size)
                .as("largest difference of kernel %s to Deeplearning4j, relative above 1", kernel.name())
                .isLessThan(TOLERANCE);
    }

    private static double largestDifference(float[] expected, float[] found) {
        assertThat(found).hasSameSizeAs(expected);
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs((double) expected[i] - found[i]));
        }
        return largest;
    }

    private static double spread(float[] values) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (float value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return most - least;
    }
}
