package io.millrace.detection.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SmoothingTest {

    @Test
    void theFirstScoreStandsForItselfAndLaterOnesAreBlendedIn() {
        var smoothing = new Smoothing(0.25);

        double first = smoothing.next(Double.NaN, 8);
        double second = smoothing.next(first, 4); // 0.25 · 4 + 0.75 · 8
        double third = smoothing.next(second, 3); // 0.25 · 3 + 0.75 · 7

        assertThat(new double[] {first, second, third}).containsExactly(8, 7, 6);
    }

    @Test
    void aWeightOfOneIsNoSmoothing() {
        assertThat(Smoothing.NONE.next(100, 3)).isEqualTo(3);
    }

    @Test
    void refusesWeightsThatWouldForgetOrIgnoreEverything() {
        assertThatThrownBy(() -> new Smoothing(0)).hasMessageContaining("found 0.0");
        assertThatThrownBy(() -> new Smoothing(1.5)).hasMessageContaining("found 1.5");
        assertThatThrownBy(() -> new Smoothing(Double.NaN)).hasMessageContaining("found NaN");
    }
}
