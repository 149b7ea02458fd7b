package io.millrace.detection.simd;

import static io.millrace.detection.simd.RandomNetworks.batch;
import static io.millrace.detection.simd.RandomNetworks.lstm;
import static io.millrace.detection.simd.RandomNetworks.uniform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.model.Activation;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmKernel;
import io.millrace.detection.model.LstmKernels;
import io.millrace.detection.model.Reconstructor;
import io.millrace.detection.model.ReferenceLstmKernel;
import io.millrace.detection.simd.kernel.Lanes;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimdLstmKernelTest {

    /** Largest difference from the reference: 60 recurrent steps of errors near 1e-7. */
    private static final float TANH_TOLERANCE = 1e-5f;

    /** The same as a share of the largest output: ReLU cells grow over the steps and amplify what they are given. */
    private static final float RELU_TOLERANCE = 1e-4f;

    private static final int[] FEATURES = {1, 2, 5, 25};
    private static final int[] STEPS = {1, 2, 60};
    private static final int[] BATCHES = {1, 7, 32, 64, 65, 200};

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 13, 60, 64, 65})
    void agreesWithTheReferenceForEveryShape(int hidden) {
        for (int features : FEATURES) {
            for (int steps : STEPS) {
                for (Activation activation : Activation.values()) {
                    LstmAutoencoder model = model(features, hidden, hidden, steps, activation, 3);
                    // 25 windows: a block of neighbours, a block of strangers, single windows
                    WindowBatch batch = batch(steps, features, new int[] {17, 1, 1, 1, 2, 1, 1, 1}, 4);
                    assertAgrees(model, batch);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 65})
    void agreesWithTheReferenceWhenEncoderAndDecoderDiffer(int code) {
        for (Activation activation : Activation.values()) {
            LstmAutoencoder model = model(3, 33, code, 20, activation, 5);
            WindowBatch batch = batch(20, 3, new int[] {30, 1, 1}, 6);
            assertAgrees(model, batch);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 64, 65})
    void theResultOfAWindowDoesNotDependOnItsCompanyBitForBit(int hidden) {
        int steps = 60;
        int features = 5;
        var random = new Random(8);
        for (Activation activation : Activation.values()) {
            LstmAutoencoder model = model(features, hidden, hidden, steps, activation, 7);
            Reconstructor reconstructor = new SimdLstmKernel().pack(model).newReconstructor();
            float[] segment = uniform((200 + steps - 1) * features, 1.5f, random);
            int values = steps * features;
            float[][] alone = new float[200][];
            for (int n = 0; n < 200; n++) {
                var single = new WindowBatch(steps, features);
                single.addWindow(Arrays.copyOfRange(segment, n * features, n * features + values));
                alone[n] = reconstruct(reconstructor, single);
            }
            for (int size : BATCHES) {
                var sharing = new WindowBatch(steps, features);
                sharing.addSegment(segment, size + steps - 1);
                var separate = new WindowBatch(steps, features);
                for (int n = 0; n < size; n++) {
                    separate.addWindow(Arrays.copyOfRange(segment, n * features, n * features + values));
                }
                float[] fromSharing = reconstruct(reconstructor, sharing);
                float[] fromSeparate = reconstruct(reconstructor, separate);
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

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 25})
    void aWindowThroughAnOutputLayerOfItsOwnIsThatOfAModelWithTheLayerBitForBit(int features) {
        for (int hidden : new int[] {7, 64}) {
            LstmAutoencoder model = model(features, hidden, hidden, 20, Activation.TANH, 31);
            WindowBatch batch = batch(20, features, new int[] {Lanes.BLOCK, 1, 1, 3, 1, 1, 40, 1, 1}, 32);
            var random = new Random(33);
            var outputs = new DenseLayer[batch.windows()];
            for (int n = 0; n < outputs.length; n++) {
                outputs[n] = n < Lanes.BLOCK || n % 3 == 0
                        ? null
                        : n % 3 == 1 ? dense(hidden, features, random) : outputs[n - 1]; // runs of two
            }
            var out = new float[batch.windows() * 20 * features];

            new SimdLstmKernel().pack(model).newReconstructor().reconstruct(batch, outputs, out);

            for (int n = 0; n < outputs.length; n++) {
                LstmAutoencoder own = outputs[n] == null ? model : model.withOutput(outputs[n]);
                var alone = new WindowBatch(20, features);
                int from = batch.start(n) * features;
                alone.addWindow(Arrays.copyOfRange(batch.rows(), from, from + 20 * features));
                assertThat(Arrays.copyOfRange(out, n * 20 * features, (n + 1) * 20 * features))
                        .as("window %d of %d features", n, features)
                        .isEqualTo(reconstruct(new SimdLstmKernel(), own, alone));
            }
        }
    }

    @Test
    void refusesOutputLayersThatDifferInWidth() {
        LstmAutoencoder model = model(2, 8, 8, 10, Activation.TANH, 1);
        var random = new Random(2);
        var outputs = new DenseLayer[] {dense(8, 2, random), dense(8, 3, random)};
        WindowBatch batch = batch(10, 2, new int[] {2}, 3);

        assertThatThrownBy(() ->
                        new SimdLstmKernel().pack(model).newReconstructor().reconstruct(batch, outputs, new float[60]))
                .hasMessage("output layers of a batch must map 8 units to 2 values, found 8 to 3");
    }

    private static DenseLayer dense(int inputs, int outputs, Random random) {
        return new DenseLayer(inputs, outputs, uniform(inputs * outputs, 0.5f, random), uniform(outputs, 0.3f, random));
    }

    @Test
    void aReconstructorMayBeUsedAgainForBatchesOfOtherSizes() {
        LstmAutoencoder model = model(5, 64, 64, 60, Activation.TANH, 9);
        var reused = new SimdLstmKernel().pack(model).newReconstructor();
        for (int count : new int[] {40, 1, 17, 3, 16}) {
            WindowBatch batch = batch(60, 5, new int[] {count}, count);
            var out = new float[count * 60 * 5];
            reused.reconstruct(batch, out);
            assertThat(out).isEqualTo(reconstruct(new SimdLstmKernel(), model, batch));
        }
    }

    @Test
    void absurdReadingsSaturateAndStayNumbers() {
        LstmAutoencoder model = model(2, 13, 13, 10, Activation.TANH, 10);
        var batch = new WindowBatch(10, 2);
        float[] window = new float[20];
        for (int n = 0; n < 20; n++) {
            window[n] = n % 3 == 0 ? 1e30f : n % 3 == 1 ? -1e30f : Float.MAX_VALUE;
            if (n % 4 == 3) {
                batch.addWindow(window);
            }
        }
        float[] actual = reconstruct(new SimdLstmKernel(), model, batch);
        for (float value : actual) {
            assertThat(value).isBetween(-100f, 100f);
        }
    }

    @Test
    void refusesWindowsOfAnotherShapeAndAnArrayTooShort() {
        LstmAutoencoder model = model(5, 8, 8, 60, Activation.TANH, 1);
        var reconstructor = new SimdLstmKernel().pack(model).newReconstructor();

        assertThatThrownBy(() -> reconstructor.reconstruct(new WindowBatch(60, 4), new float[0]))
                .hasMessage("the model expects windows of 60 × 5, found 60 × 4");
        assertThatThrownBy(() -> reconstructor.reconstruct(batch(60, 5, new int[] {2}, 1), new float[599]))
                .hasMessage("the result needs 600 values, the array has 599");
    }

    @Test
    void isChosenWhenTheModuleIsLoaded() {
        assertThat(LstmKernels.choose().kernel()).isInstanceOf(SimdLstmKernel.class);
        assertThat(LstmKernels.choose().reason()).isEqualTo("kernel simd");
    }

    private static LstmAutoencoder model(
            int features, int hidden, int code, int steps, Activation activation, long seed) {
        var random = new Random(seed);
        return new LstmAutoencoder(
                steps,
                activation,
                lstm(features, code, random),
                lstm(code, hidden, random),
                new DenseLayer(
                        hidden, features, uniform(hidden * features, 0.5f, random), uniform(features, 0.3f, random)));
    }

    private static float[] reconstruct(LstmKernel kernel, LstmAutoencoder model, WindowBatch batch) {
        return reconstruct(kernel.pack(model).newReconstructor(), batch);
    }

    private static float[] reconstruct(Reconstructor reconstructor, WindowBatch batch) {
        var out = new float[batch.windows() * batch.steps() * batch.features()];
        reconstructor.reconstruct(batch, out);
        return out;
    }

    private static void assertAgrees(LstmAutoencoder model, WindowBatch batch) {
        float[] expected = reconstruct(new ReferenceLstmKernel(), model, batch);
        float[] actual = reconstruct(new SimdLstmKernel(), model, batch);
        float tolerance = model.activation() == Activation.TANH
                ? TANH_TOLERANCE
                : RELU_TOLERANCE * Math.max(1, largest(expected));
        for (int n = 0; n < expected.length; n++) {
            if (!(Math.abs(actual[n] - expected[n]) <= tolerance)) {
                throw new AssertionError("%s %d → %d, value %d: expected %s, found %s"
                        .formatted(
                                model.activation(),
                                model.features(),
                                model.decoder().hidden(),
                                n,
                                expected[n],
                                actual[n]));
            }
        }
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
