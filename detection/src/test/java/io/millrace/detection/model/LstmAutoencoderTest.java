package io.millrace.detection.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LstmAutoencoderTest {

    private static LstmLayer lstm(int inputs, int hidden) {
        return new LstmLayer(
                inputs, hidden, new float[4 * inputs * hidden], new float[4 * hidden * hidden], new float[4 * hidden]);
    }

    private static DenseLayer dense(int inputs, int outputs) {
        return new DenseLayer(inputs, outputs, new float[inputs * outputs], new float[outputs]);
    }

    @Test
    void refusesLayersThatDoNotFit() {
        assertThatThrownBy(() -> new LstmAutoencoder(60, Activation.TANH, lstm(3, 8), lstm(7, 8), dense(8, 3)))
                .hasMessage("layers do not fit: encoder 3 → 8, decoder 7 → 8, output 8 → 3");
        assertThatThrownBy(() -> new LstmAutoencoder(60, Activation.TANH, lstm(3, 8), lstm(8, 8), dense(8, 2)))
                .hasMessageContaining("output 8 → 2");
        assertThatThrownBy(() -> new LstmAutoencoder(0, Activation.TANH, lstm(3, 8), lstm(8, 8), dense(8, 3)))
                .hasMessageContaining("found 0");
    }

    @Test
    void refusesWeightsOfTheWrongLengthOrThatAreNotFinite() {
        assertThatThrownBy(() -> new LstmLayer(2, 1, new float[7], new float[4], new float[4]))
                .hasMessage("input weights expect 8 values, found 7");
        assertThatThrownBy(() -> new DenseLayer(1, 1, new float[] {Float.NaN}, new float[1]))
                .hasMessageContaining("dense weights hold a value that is not finite");
        assertThatThrownBy(() -> lstm(0, 4)).hasMessageContaining("inputs, found 0");
    }

    @Test
    void aLengthThatAnIntCannotHoldIsNotTakenForNone() {
        // 4 · 65536 · 65536 is 0 in an int
        assertThatThrownBy(() -> new LstmLayer(65536, 65536, new float[0], new float[0], new float[262144]))
                .hasMessage("input weights expect 17179869184 values, found 0");
    }

    @Test
    void equalsByItsWeights() {
        assertThat(RandomModels.autoencoder(new Random(3), 5, 2, 4))
                .isEqualTo(RandomModels.autoencoder(new Random(3), 5, 2, 4))
                .isNotEqualTo(RandomModels.autoencoder(new Random(4), 5, 2, 4));
    }

    @Test
    void countsItsArithmetic() {
        // encoder (1 + 64) · 256 · 2, decoder 64 · 256 · 2 + 64 · 2, sixty times, and once the code's projection 64 ·
        // 256 · 2
        assertThat(new LstmAutoencoder(60, Activation.TANH, lstm(1, 64), lstm(64, 64), dense(64, 1)).flopsPerWindow())
                .isEqualTo(60 * (33_280 + 32_768 + 128) + 32_768);
    }
}
