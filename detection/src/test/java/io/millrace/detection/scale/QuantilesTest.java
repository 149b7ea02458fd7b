package io.millrace.detection.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantilesTest {

    @ParameterizedTest(name = "quantile {0} of 10, 20, 30, 40, 50 is {1}")
    @CsvSource({"0, 10", "0.25, 20", "0.5, 30", "0.9, 46", "0.95, 48", "1, 50"})
    void interpolatesBetweenNeighbours(double q, double expected) {
        assertThat(Quantiles.ofSorted(new double[] {10, 20, 30, 40, 50}, q)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void isTheValueItselfForASampleOfOne() {
        assertThat(Quantiles.ofSorted(new double[] {7}, 0.3)).isEqualTo(7);
    }

    @Test
    void keepsAnInfiniteValueThatIsHitExactly() {
        assertThat(Quantiles.ofSorted(new double[] {1, 2, Double.POSITIVE_INFINITY}, 0.5))
                .isEqualTo(2);
    }

    @Test
    void refusesNoValuesAndSharesOutsideTheUnitInterval() {
        assertThatThrownBy(() -> Quantiles.ofSorted(new double[0], 0.5)).hasMessageContaining("at least one value");
        assertThatThrownBy(() -> Quantiles.ofSorted(new double[] {1}, 1.01)).hasMessageContaining("found 1.01");
        assertThatThrownBy(() -> Quantiles.ofSorted(new double[] {1}, Double.NaN))
                .hasMessageContaining("found NaN");
    }
}
