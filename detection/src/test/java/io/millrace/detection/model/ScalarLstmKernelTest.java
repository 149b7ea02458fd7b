package io.millrace.detection.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalarLstmKernelTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1",
        "1, 7, 13, 2",
        "2, 13, 7, 60",
        "5, 60, 60, 60",
        "5, 64, 64, 60",
        "25, 65, 65, 60",
        "3, 64, 16, 30"
    })
    void agreesWithTheReference(int features, int hidden, int code, int steps) {
        for (Activation activation : Activation.values()) {
            LstmAutoencoder model = model(features, hidden, code, steps, activation, 11);
            WindowBatch batch = windows(9, steps, features, 12);

            float[] expected = reconstruct(new ReferenceLstmKernel(), model, batch);
            float[] actual = reconstruct(new ScalarLstmKernel(), model, batch);

            // ReLU cells grow over the steps, so that an output may be a small difference of large terms
            float tolerance = activation == Activation.TANH ? 1e-5f : 1e-4f * Math.max(1, largest(expected));
            for (int n = 0; n < expected.length; n++) {
                assertThat(actual[n]).as("%s, value %d", activation, n).isCloseTo(expected[n], within(tolerance));
            }
        }
    }

    @Test
    void aWindowsResultDoesNotDependOnItsCompany() {
        int values = 60 * 5;
        LstmAutoencoder model = model(5, 64, 64, 60, Activation.TANH, 21);
        WindowBatch all = windows(20, 60, 5, 22);
        float[] together = reconstruct(new ScalarLstmKernel(), model, all);

        for (int n = 0; n < all.windows(); n++) {
            var alone = new WindowBatch(60, 5);
            alone.addWindow(Arrays.copyOfRange(all.rows(), n * values, (n + 1) * values));
            assertThat(reconstruct(new ScalarLstmKernel(), model, alone))
                    .isEqualTo(Arrays.copyOfRange(together, n * values, (n + 1) * values));
        }
    }

    @Test
    void aWindowThroughAnOutputLayerOfItsOwnIsThatOfAModelWithTheLayer() {
        LstmAutoencoder model = model(5, 13, 7, 20, Activation.TANH, 31);
        WindowBatch batch = windows(6, 20, 5, 32);
        var random = new Random(33);
        DenseLayer own = new DenseLayer(13, 5, uniform(13 * 5, 0.5f, random), uniform(5, 0.3f, random));
        var outputs = new DenseLayer[] {null, own, own, null, own, null};
        for (LstmKernel kernel : new LstmKernel[] {new ScalarLstmKernel(), new ReferenceLstmKernel()}) {
            float[] general = reconstruct(kernel, model, batch);
            float[] tuned = reconstruct(kernel, model.withOutput(own), batch);
            var out = new float[6 * 100];

            kernel.pack(model).newReconstructor().reconstruct(batch, outputs, out);

            for (int n = 0; n < 6; n++) {
                assertThat(Arrays.copyOfRange(out, n * 100, (n + 1) * 100))
                        .as("%s, window %d", kernel.name(), n)
                        .isEqualTo(Arrays.copyOfRange(outputs[n] == null ? general : tuned, n * 100, (n + 1) * 100));
            }
        }
    }

    @Test
    void saysWhichWindowsItExpects() {
        LstmAutoencoder model = model(5, 8, 8, 60, Activation.TANH, 1);
        var reconstructor = new ScalarLstmKernel().pack(model).newReconstructor();

        assertThatThrownBy(() -> reconstructor.reconstruct(new WindowBatch(60, 4), new float[0]))
                .hasMessage("the model expects windows of 60 × 5, found 60 × 4");
    }

    @Test
    void isPreferredToTheReference() {
        assertThat(LstmKernels.choose().kernel().name()).isEqualTo("scalar");
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** Weights as a freshly initialised network has them: 60 steps of ReLU stay finite. */
    private static LstmAutoencoder model(
            int features, int hidden, int code, int steps, Activation activation, long seed) {
        var random = new Random(seed);
        return new LstmAutoencoder(
                steps,
                activation,
                layer(features, code, random),
                layer(code, hidden, random),
                new DenseLayer(
                        hidden, features, uniform(hidden * features, 0.5f, random), uniform(features, 0.3f, random)));
    }

    private static WindowBatch windows(int count, int steps, int features, long seed) {
        var random = new Random(seed);
        var batch = new WindowBatch(steps, features);
        for (int n = 0; n < count; n++) {
            batch.addWindow(uniform(steps * features, 1.5f, random));
        }
        return batch;
    }

    private static LstmLayer layer(int inputs, int hidden, Random random) {
        float bound = (float) Math.sqrt(6.0 / (inputs + hidden));
        return new LstmLayer(
                inputs,
                hidden,
                uniform(inputs * 4 * hidden, bound, random),
                uniform(hidden * 4 * hidden, bound, random),
                uniform(4 * hidden, 0.5f, random));
    }

    private static float[] uniform(int count, float bound, Random random) {
        var values = new float[count];
        for (int n = 0; n < count; n++) {
            values[n] = (2 * random.nextFloat() - 1) * bound;
        }
        return values;
    }

    private static float[] reconstruct(LstmKernel kernel, LstmAutoencoder model, WindowBatch batch) {
        var out = new float[batch.windows() * model.steps() * model.features()];
        kernel.pack(model).newReconstructor().reconstruct(batch, out);
        return out;
    }
}
