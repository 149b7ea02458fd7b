package io.millrace.detection.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FastActivationsTest {

    @Test
    void staysWithinTheStatedErrorOverTheWholeRange() {
        for (float x = -20; x <= 20; x += 1e-4f) {
            assertClose(x);
        }
    }

    @Test
    void staysWithinTheStatedErrorForArbitraryFloats() {
        var random = new Random(7);
        for (int n = 0; n < 200_000; n++) {
            float x = Float.intBitsToFloat(random.nextInt());
            if (!Float.isNaN(x)) {
                assertClose(x);
            }
        }
    }

    @Test
    void saturatesAtInfinityAndKeepsZeroAndNaN() {
        assertClose(Float.POSITIVE_INFINITY);
        assertClose(Float.NEGATIVE_INFINITY);
        assertThat(FastActivations.tanh(0f)).isZero();
        assertThat(FastActivations.sigmoid(0f)).isEqualTo(0.5f);
        assertThat(FastActivations.tanh(Float.NaN)).isNaN();
        assertThat(FastActivations.sigmoid(Float.NaN)).isNaN();
    }

    private static void assertClose(float x) {
        double tanhError = Math.abs(FastActivations.tanh(x) - Math.tanh(x));
        double sigmoidError = Math.abs(FastActivations.sigmoid(x) - 1 / (1 + Math.exp(-x)));
        if (!(tanhError <= FastActivations.MAX_ERROR) || !(sigmoidError <= FastActivations.MAX_ERROR)) {
            throw new AssertionError("at %s tanh is off by %s, sigmoid by %s".formatted(x, tanhError, sigmoidError));
        }
    }
}
