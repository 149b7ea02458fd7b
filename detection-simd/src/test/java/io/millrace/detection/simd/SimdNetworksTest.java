package io.millrace.detection.simd;

import static io.millrace.detection.simd.RandomNetworks.uniform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.model.DenseAutoencoder;
import io.millrace.detection.model.LstmKernel;
import io.millrace.detection.model.ScalarLstmKernel;
import io.millrace.detection.model.WindowEstimator;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks beside the LSTM autoencoder: the vector form is the plain Java form, whatever company a window has. */
class SimdNetworksTest {

    /** Largest difference from the plain Java form as a share of the largest answer, or of 1: activations of both are within 5e-7. */
    private static final float TOLERANCE = 1e-5f;

    private static final int[] STEPS = {1, 7, 60};

    /** Blocks of neighbours and of strangers, and a rest of single windows. */
    private static final int[] SEGMENTS = {17, 1, 1, 1, 2, 1, 1, 1, 12};

    private static final LstmKernel SIMD = new SimdLstmKernel();
    private static final LstmKernel SCALAR = new ScalarLstmKernel();

    /** What a network makes of a batch. */
    private interface Network {
        float[] of(WindowBatch batch);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 65})
    void agreesWithThePlainJavaFormForEveryShape(int hidden) {
        for (int features : new int[] {1, 7, 13}) {
            for (int steps : STEPS) {
                WindowBatch batch = RandomNetworks.batch(steps, features, SEGMENTS, 4);
                List<Network> expected = networks(SCALAR, steps, features, hidden);
                List<Network> actual = networks(SIMD, steps, features, hidden);
                for (int n = 0; n < expected.size(); n++) {
                    assertAgree(
                            expected.get(n).of(batch),
                            actual.get(n).of(batch),
                            "network %d, %d × %d, %d hidden".formatted(n, steps, features, hidden));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"7, 60", "64, 60", "65, 60", "7, 1", "64, 7"})
    void theResultOfAWindowDoesNotDependOnItsCompanyBitForBit(int hidden, int steps) {
        int features = 5;
        int most = 65;
        float[] segment = uniform((most + steps - 1) * features, 1.5f, new Random(8));
        for (Network network : networks(SIMD, steps, features, hidden)) {
            float[][] alone = new float[most][];
            for (int n = 0; n < most; n++) {
                alone[n] = network.of(separate(segment, steps, features, n, 1));
            }
            int values = alone[0].length;
            for (int size : new int[] {7, 16, 32, most}) {
                var sharing = new WindowBatch(steps, features);
                sharing.addSegment(segment, size + steps - 1);
                float[] fromSharing = network.of(sharing);
                float[] fromSeparate = network.of(separate(segment, steps, features, 0, size));
                for (int n = 0; n < size; n++) {
                    assertThat(Arrays.copyOfRange(fromSharing, n * values, (n + 1) * values))
                            .as("sharing rows, window %d of %d", n, size)
                            .isEqualTo(alone[n]);
                    assertThat(Arrays.copyOfRange(fromSeparate, n * values, (n + 1) * values))
                            .as("own rows, window %d of %d", n, size)
                            .isEqualTo(alone[n]);
                }
            }
        }
    }

    @Test
    void answersDifferFromWindowToWindow() {
        WindowBatch batch = RandomNetworks.batch(60, 7, SEGMENTS, 4);
        for (Network network : networks(SIMD, 60, 7, 64)) {
            float[] answers = network.of(batch);
            float[] least = answers.clone();
            Arrays.sort(least);

            assertThat(least[least.length - 1] - least[0]).isGreaterThan(0.01f);
        }
    }

    @Test
    void refusesWindowsOfAnotherShapeAndAnArrayTooShort() {
        WindowEstimator.Pass pass =
                SIMD.pack(RandomNetworks.classifier(10, 3, 4, new Random(1))).newPass();

        assertThatThrownBy(() -> pass.estimate(new WindowBatch(10, 4), new float[0]))
                .hasMessage("the model expects windows of 10 × 3, found 10 × 4");
        assertThatThrownBy(() -> pass.estimate(RandomNetworks.batch(10, 3, new int[] {9}, 1), new float[8]))
                .hasMessage("the result needs 9 values, the array has 8");
    }

    /** The same networks for every kernel: a classifier, attention LSTMs of one and two layers, a dense autoencoder. */
    private static List<Network> networks(LstmKernel kernel, int steps, int features, int hidden) {
        var random = new Random(3);
        return List.of(
                estimator(kernel, RandomNetworks.classifier(steps, features, hidden, random)),
                estimator(kernel, RandomNetworks.attention(steps, features, hidden, 1, random)),
                estimator(kernel, RandomNetworks.attention(steps, features, hidden, 2, random)),
                reconstructor(kernel, RandomNetworks.denseAutoencoder(steps, features, hidden, random)));
    }

    private static Network estimator(LstmKernel kernel, WindowEstimator network) {
        WindowEstimator.Pass pass = kernel.pack(network).newPass();
        return batch -> {
            var out = new float[batch.windows()];
            pass.estimate(batch, out);
            return out;
        };
    }

    private static Network reconstructor(LstmKernel kernel, DenseAutoencoder network) {
        DenseAutoencoder.Pass pass = kernel.pack(network).newPass();
        return batch -> {
            var out = new float[batch.windows() * batch.steps() * batch.features()];
            pass.reconstruct(batch, out);
            return out;
        };
    }

    private static WindowBatch separate(float[] segment, int steps, int features, int first, int count) {
        var batch = new WindowBatch(steps, features);
        for (int n = first; n < first + count; n++) {
            batch.addWindow(Arrays.copyOfRange(segment, n * features, (n + steps) * features));
        }
        return batch;
    }

    private static void assertAgree(float[] expected, float[] actual, String what) {
        float largest = 1;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int n = 0; n < expected.length; n++) {
            if (!(Math.abs(actual[n] - expected[n]) <= TOLERANCE * largest)) {
                throw new AssertionError(
                        "%s, value %d: expected %s, found %s".formatted(what, n, expected[n], actual[n]));
            }
        }
    }
}
