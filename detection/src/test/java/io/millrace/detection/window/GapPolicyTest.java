package io.millrace.detection.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GapPolicyTest {

    private static GapPolicy everySecond(Imputation imputation) {
        return new GapPolicy(1000, 10_000, imputation, -1);
    }

    @ParameterizedTest(name = "a pause of {0} ms restarts the window: {1}")
    @CsvSource({"1000, false", "10000, false", "10001, true", "86400000, true"})
    void aPauseLongerThanTheLimitRestartsTheWindow(long pause, boolean restarts) {
        assertThat(everySecond(Imputation.LINEAR).restarts(5000, 5000 + pause)).isEqualTo(restarts);
    }

    @ParameterizedTest(name = "{0} ms after a reading, {1} steps are missing")
    @CsvSource({"1, 0", "1000, 0", "1499, 0", "1500, 1", "2000, 1", "2499, 1", "4000, 3", "10000, 9", "10001, 0"})
    void stepsAreMissingToTheNearestInterval(long pause, int missing) {
        assertThat(everySecond(Imputation.LINEAR).missingSteps(0, pause)).isEqualTo(missing);
    }

    @Test
    void nothingIsMissingWithoutImputationOrWithoutAnInterval() {
        assertThat(everySecond(Imputation.NONE).missingSteps(0, 5000)).isZero();
        assertThat(new GapPolicy(0, 10_000, Imputation.LINEAR, 0).missingSteps(0, 5000))
                .isZero();
    }

    @Test
    void aPauseOfAnyLengthCountsItsStepsWithoutOverflow() {
        var patient = new GapPolicy(1, Long.MAX_VALUE, Imputation.PREVIOUS, 0);

        assertThat(patient.missingSteps(0, 1L << 40)).isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest(name = "{0}: step {1} of 3 is ({2}, {3})")
    @CsvSource({
        "PREVIOUS, 1, 0, 8",
        "PREVIOUS, 3, 0, 8",
        "LINEAR, 1, 1, 6",
        "LINEAR, 2, 2, 4",
        "LINEAR, 3, 3, 2",
        "FIXED, 2, -1, -1"
    })
    void fillsAMissingStep(Imputation imputation, int step, double first, double second) {
        var out = new double[2];

        everySecond(imputation).impute(new double[] {0, 8}, new double[] {4, 0}, step, 3, out);

        assertThat(out).containsExactly(first, second);
    }

    @Test
    void aValueMissingOnOneSideStaysMissingOnTheStraightLine() {
        var out = new double[1];

        everySecond(Imputation.LINEAR).impute(new double[] {Double.NaN}, new double[] {4}, 1, 1, out);

        assertThat(out[0]).isNaN();
    }

    @Test
    void refusesWhatIsNoPolicy() {
        assertThatThrownBy(() -> new GapPolicy(-1, 1, Imputation.NONE, 0)).hasMessageContaining("found -1");
        assertThatThrownBy(() -> new GapPolicy(1, 0, Imputation.NONE, 0)).hasMessageContaining("found 0");
        assertThatThrownBy(() -> new GapPolicy(1, 1, Imputation.FIXED, Double.NaN))
                .hasMessageContaining("found NaN");
        assertThatThrownBy(() -> everySecond(Imputation.NONE).impute(new double[1], new double[1], 1, 1, new double[1]))
                .isInstanceOf(IllegalStateException.class);
    }
}
