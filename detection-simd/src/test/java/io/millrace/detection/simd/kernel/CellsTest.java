package io.millrace.detection.simd.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CellsTest {

    /** As the class states it. */
    private static final double ACTIVATION_ERROR = 4e-7;

    @Test
    void powersStayWithinTheStatedErrorAndSaturateBeyondThirty() {
        var z = new float[Lanes.LENGTH];
        for (double at = -40; at < 40; at += 1e-3) {
            for (int n = 0; n < z.length; n++) {
                z[n] = (float) (at + n * 1e-4);
            }
            float[] e = z.clone();
            Cells.powers(e, 0, e.length);
            for (int n = 0; n < z.length; n++) {
                if (Math.abs(z[n]) <= 30) {
                    double exact = Math.pow(2, -(double) z[n]);
                    assertThat(Math.abs(e[n] / exact - 1)).as("2^-%s", z[n]).isLessThan(3e-7);
                } else {
                    assertThat((double) e[n]).isEqualTo(Math.pow(2, z[n] > 0 ? -30 : 30));
                }
            }
        }
    }

    @Test
    void aCellOfTanhIsTheFormulaWithinTheStatedError() {
        int length = Lanes.LENGTH;
        for (double g = -6; g <= 6; g += 0.37) {
            for (double other = -9; other <= 9; other += 0.83) {
                var z = new float[4 * length];
                for (int n = 0; n < length; n++) {
                    z[n] = (float) (g * Cells.TANH_SCALE);
                    z[length + n] = (float) (other * Cells.SIGMOID_SCALE);
                    z[2 * length + n] = (float) ((n - 3) * Cells.SIGMOID_SCALE);
                    z[3 * length + n] = (float) (-other / 2 * Cells.SIGMOID_SCALE);
                }
                var c = new float[length];
                Arrays.fill(c, 0.7f * Cells.TANH_SCALE);
                var h = new float[length];
                Cells.powers(z, 0, z.length);
                Cells.tanh(z, length, c, 0, h, 0);
                double cell = sigmoid(other) * 0.7 + sigmoid(-other / 2) * Math.tanh(g);
                for (int n = 0; n < length; n++) {
                    assertThat((double) c[n] / Cells.TANH_SCALE).isCloseTo(cell, within(2 * ACTIVATION_ERROR));
                    assertThat((double) h[n]).isCloseTo(sigmoid(n - 3) * Math.tanh(cell), within(2 * ACTIVATION_ERROR));
                }
            }
        }
    }

    @Test
    void positiveNumbersPassReluAndNegativeOnesBecomeZero() {
        int length = Lanes.LENGTH;
        var e = new float[4 * length];
        Arrays.fill(e, length, 4 * length, 1f); // 2^0: every gate half open
        for (int n = 0; n < length; n++) {
            e[n] = n - 2;
        }
        var c = new float[length];
        var h = new float[length];
        Cells.relu(e, length, c, 0, h, 0);
        for (int n = 0; n < length; n++) {
            assertThat(c[n]).isEqualTo(Math.max(0, n - 2) / 2f);
            assertThat(h[n]).isEqualTo(Math.max(0, n - 2) / 4f);
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
