package io.millrace.detection.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ReferenceLstmKernelTest {

    private static final Offset<Float> TINY = Offset.offset(1e-6f);
    private static final float LN_3 = (float) Math.log(3); // σ(ln 3) = 3/4, σ(−ln 3) = 1/4
    private static final float LN_9 = (float) Math.log(9); // σ(ln 9) = 9/10

    /** One unit with weights in the order g, f, o, i. */
    private static LstmLayer unit(float[] input, float[] recurrent, float[] bias) {
        return new LstmLayer(1, 1, input, recurrent, bias);
    }

    private static float[] reconstruct(LstmAutoencoder model, float... window) {
        var batch = new WindowBatch(model.steps(), model.features());
        batch.addWindow(window);
        var out = new float[model.steps() * model.features()];
        new ReferenceLstmKernel().pack(model).newReconstructor().reconstruct(batch, out);
        return out;
    }

    /** A decoder whose first output is code / 4 and an output layer that undoes it: shows the code at step 0. */
    private static LstmAutoencoder showingTheCode(int steps, LstmLayer encoder) {
        var decoder = unit(new float[] {1, 0, 0, 0}, new float[4], new float[4]);
        return new LstmAutoencoder(
                steps, Activation.RELU, encoder, decoder, new DenseLayer(1, 1, new float[] {4}, new float[1]));
    }

    @Test
    void followsTwoStepsCalculatedByHand() {
        // all gates are σ(0) = 1/2
        var encoder = unit(new float[] {2, 0, 0, 0}, new float[] {1, 0, 0, 0}, new float[4]);
        var decoder = unit(new float[] {1, 0, 0, 0}, new float[] {2, 0, 0, 0}, new float[4]);
        var model = new LstmAutoencoder(
                2, Activation.RELU, encoder, decoder, new DenseLayer(1, 1, new float[] {2}, new float[] {1}));

        float[] out = reconstruct(model, 1, 3);

        // encoder, x = 1: g = 2·1 = 2,         c = ½·2 = 1,              h = ½·1 = 0.5
        //          x = 3: g = 2·3 + 0.5 = 6.5, c = ½·1 + ½·6.5 = 3.75,   h = 1.875, the code
        // decoder, step 0: g = 1.875,               c = 0.9375,          h = 0.46875, y = 2h + 1 = 1.9375
        //          step 1: g = 1.875 + 2·0.46875 = 2.8125, c = 1.875,    h = 0.9375,  y = 2.875
        assertThat(out).containsExactly(1.9375f, 2.875f);
    }

    @Test
    void readsItsGatesInTheOrderCellForgetOutputInput() {
        // f = 3/4, o = 9/10, i = 1/4
        var encoder = unit(new float[] {1, 0, 0, 0}, new float[4], new float[] {0, LN_3, LN_9, -LN_3});

        float[] out = reconstruct(showingTheCode(2, encoder), 4, 4);

        // x = 4: c = ¼·4 = 1; again: c = ¾·1 + ¼·4 = 1.75, h = 0.9·1.75
        assertThat(out[0]).isCloseTo(1.575f, TINY);
    }

    @Test
    void reluHoldsNegativeInputsBackFromTheCell() {
        var encoder = unit(new float[] {1, 0, 0, 0}, new float[4], new float[4]);

        float[] out = reconstruct(showingTheCode(2, encoder), 4, -4);

        // c = ½·4 = 2, then ½·2 + ½·0 = 1, h = ½·1
        assertThat(out[0]).isCloseTo(0.5f, TINY);
    }

    @Test
    void tanhBoundsTheCellInputAndTheOutput() {
        // tanh(ln 2) = (4 − 1) / (4 + 1) = 0.6, and −0.6 for −ln 2
        var encoder = unit(new float[] {1, 0, 0, 0}, new float[4], new float[] {0, LN_3, LN_9, -LN_3});
        var decoder = unit(new float[4], new float[4], new float[] {(float) Math.log(2), 0, 0, 0});
        var tanh = new LstmAutoencoder(
                1, Activation.TANH, encoder, decoder, new DenseLayer(1, 1, new float[] {1}, new float[1]));

        // the decoder sees no code here: g = 0.6, c = 0.3, h = ½·tanh(0.3) = ½·0.2913126
        assertThat(reconstruct(tanh, 5)[0]).isCloseTo(0.1456563f, TINY);

        var through = new LstmAutoencoder(
                1,
                Activation.TANH,
                encoder,
                unit(new float[] {1, 0, 0, 0}, new float[4], new float[4]),
                new DenseLayer(1, 1, new float[] {1}, new float[1]));
        // encoder: g = −0.6, c = −0.15, h = 0.9·tanh(−0.15) = −0.1339966, the code
        // decoder: g = tanh(−0.1339966) = −0.1332001, c = −0.0666, h = ½·tanh(c) = −0.0332508
        assertThat(reconstruct(through, (float) -Math.log(2))[0]).isCloseTo(-0.0332508f, TINY);
    }

    @Test
    void aWindowsResultDoesNotDependOnItsNeighbours() {
        for (long seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            int steps = 1 + random.nextInt(7);
            int features = 1 + random.nextInt(4);
            LstmAutoencoder model = RandomModels.autoencoder(random, steps, features, 1 + random.nextInt(9));
            var rows = new float[(steps + 5) * features];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = (float) random.nextGaussian();
            }
            var together = new WindowBatch(steps, features);
            together.addSegment(rows, steps + 5);
            var out = new float[6 * steps * features];
            new ReferenceLstmKernel().pack(model).newReconstructor().reconstruct(together, out);

            for (int n = 0; n < 6; n++) {
                float[] alone = reconstruct(model, Arrays.copyOfRange(rows, n * features, (n + steps) * features));
                assertThat(Arrays.copyOfRange(out, n * steps * features, (n + 1) * steps * features))
                        .as("seed %d, window %d", seed, n)
                        .containsExactly(alone);
            }
        }
    }

    @Test
    void refusesWindowsOfAnotherShape() {
        LstmAutoencoder model = RandomModels.autoencoder(new Random(1), 3, 2, 4);

        assertThatThrownBy(() -> new ReferenceLstmKernel()
                        .pack(model)
                        .newReconstructor()
                        .reconstruct(new WindowBatch(3, 1), new float[0]))
                .hasMessage("the model expects windows of 3 × 2, found 3 × 1");
    }

    @Test
    void theKernelChosenCanRunAndSaysWhichItIs() {
        LstmKernels.Choice choice = LstmKernels.choose();

        assertThat(choice.kernel().unavailable()).isEmpty();
        assertThat(choice.reason()).startsWith("kernel " + choice.kernel().name());
    }
}
