package io.millrace.detection.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ThresholdPolicyTest {

    private static final double[] TWO_TO_NINE = {2, 4, 4, 4, 5, 5, 7, 9}; // mean 5, standard deviation 2

    static Stream<Arguments> policiesOnTwoToNine() {
        return Stream.of(
                Arguments.of(new ThresholdPolicy.MeanSigma(0), 5.0),
                Arguments.of(new ThresholdPolicy.MeanSigma(1), 7.0),
                Arguments.of(new ThresholdPolicy.MeanSigma(2), 9.0),
                Arguments.of(new ThresholdPolicy.MeanSigma(3), 11.0),
                Arguments.of(new ThresholdPolicy.Percentile(50), 4.5),
                Arguments.of(new ThresholdPolicy.Percentile(90), 7.6), // 0.9 · 7 = 6.3: between 7 and 9
                Arguments.of(new ThresholdPolicy.Percentile(100), 9.0),
                Arguments.of(new ThresholdPolicy.TrainQuantile(1, 1.2), 10.8),
                Arguments.of(new ThresholdPolicy.TrainQuantile(0.9, 2), 15.2));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @MethodSource("policiesOnTwoToNine")
    void comesOutAsCalculatedByHand(ThresholdPolicy policy, double expected) {
        assertThat(policy.fit(TWO_TO_NINE)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void leavesTheScoresInTheirOrder() {
        double[] scores = {3, 1, 2};

        new ThresholdPolicy.Percentile(50).fit(scores);

        assertThat(scores).containsExactly(3, 1, 2);
    }

    @Test
    void staysAboveZeroForPerfectScoresSoThatARatioIsFinite() {
        assertThat(new ThresholdPolicy.MeanSigma(2).fit(new double[] {0, 0, 0})).isEqualTo(ThresholdPolicy.SMALLEST);
    }

    @Test
    void refusesToRestOnNoScores() {
        assertThatThrownBy(() -> new ThresholdPolicy.MeanSigma(2).fit(new double[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found none")
                .hasMessageContaining("longer training part");
    }

    @Test
    void refusesAScoreThatIsNotFiniteEvenWhereAPercentileWouldHideIt() {
        double[] scores = {1, Double.NaN, 2, 3, 4, 5, 6, 7, 8, 9, 10};

        assertThatThrownBy(() -> new ThresholdPolicy.Percentile(50).fit(scores))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("percentile 50.0")
                .hasMessageContaining("found NaN at window 1");
    }

    @Test
    void refusesParametersOutsideTheirRange() {
        assertThatThrownBy(() -> new ThresholdPolicy.MeanSigma(-1)).hasMessageContaining("found -1.0");
        assertThatThrownBy(() -> new ThresholdPolicy.Percentile(0)).hasMessageContaining("found 0.0");
        assertThatThrownBy(() -> new ThresholdPolicy.Percentile(101)).hasMessageContaining("found 101.0");
        assertThatThrownBy(() -> new ThresholdPolicy.TrainQuantile(1.1, 1)).hasMessageContaining("found 1.1");
        assertThatThrownBy(() -> new ThresholdPolicy.TrainQuantile(0.9, 0)).hasMessageContaining("found 0.0");
    }

    @Test
    void describesItselfForProvenance() {
        assertThat(new ThresholdPolicy.MeanSigma(2).describe()).isEqualTo("mean + 2.0 sigma");
        assertThat(new ThresholdPolicy.Percentile(99).describe()).isEqualTo("percentile 99.0");
        assertThat(new ThresholdPolicy.TrainQuantile(0.999, 1.5).describe()).isEqualTo("1.5 x train quantile 0.999");
    }
}
