package io.millrace.detection.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One window of 4 steps and 2 features, calculated by hand. All values are observed as 0, so the expected values are the errors:
 *
 * <pre>
 *            errors    squares   step mean | errors of differences   squares   step mean
 *   step 0    1  0      1  0        0.5    |
 *   step 1    0  2      0  4        2      |        -1   2             1  4       2.5
 *   step 2    3  1      9  1        5      |         3  -1             9  1       5
 *   step 3    0  0      0  0        0      |        -3  -1             9  1       5
 *   feature mean       2.5 1.25            |                        19/3  2
 * </pre>
 */
class ErrorAccumulatorTest {

    private static final int STEPS = 4;
    private static final int FEATURES = 2;
    private static final float[] OBSERVED = new float[STEPS * FEATURES];
    private static final float[] EXPECTED = {1, 0, 0, 2, 3, 1, 0, 0};
    private static final Offset<Double> TINY = within(1e-12);

    private static ErrorAccumulator by(WindowScoring scoring) {
        return new ErrorAccumulator(scoring, STEPS, FEATURES);
    }

    @ParameterizedTest(name = "top {0} steps, top {1} features, step blend {2}, value blend {3}: {4}")
    @CsvSource({
        "9, 9, 1,    1,   1.875", // mean over steps: (0.5 + 2 + 5 + 0) / 4
        "9, 9, 0,    1,   1.875", // mean over features: (2.5 + 1.25) / 2, the same mean squared error
        "1, 9, 1,    1,   5", // the worst step
        "2, 9, 1,    1,   3.5", // (5 + 2) / 2
        "4, 9, 1,    1,   1.875",
        "9, 1, 0,    1,   2.5", // the worst feature
        "2, 1, 0.25, 1,   2.75", // 0.25 · 3.5 + 0.75 · 2.5
        "2, 9, 1,    0,   5", // differences alone: (5 + 5) / 2
        "3, 9, 1,    0,   4.166666666666667", // (2.5 + 5 + 5) / 3
        "9, 1, 0,    0,   6.333333333333333", // 19 / 3
        "2, 1, 0.25, 0,   6", // 0.25 · 5 + 0.75 · 19/3
        "2, 1, 0.25, 0.5, 4.375" // (2.75 + 6) / 2
    })
    void scoresAsCalculatedByHand(int topSteps, int topFeatures, double stepBlend, double valueBlend, double score) {
        var errors = by(new WindowScoring(topSteps, topFeatures, stepBlend, valueBlend));

        assertThat(errors.score(OBSERVED, 0, FEATURES, EXPECTED, 0)).isCloseTo(score, TINY);
    }

    @Test
    void sharesTheErrorOfValuesOut() {
        WindowError error = by(WindowScoring.MEAN).explain(OBSERVED, 0, FEATURES, EXPECTED, 0);

        assertThat(error.featureShare()).containsExactly(new double[] {2 / 3.0, 1 / 3.0}, TINY);
        assertThat(error.stepShare()).containsExactly(new double[] {1 / 15.0, 4 / 15.0, 10 / 15.0, 0}, TINY);
        assertThat(error.expected()).containsExactly(EXPECTED);
    }

    @Test
    void sharesTheErrorOfDifferencesOutAsTheScoreWeighsThem() {
        var errors = by(new WindowScoring(9, 9, 1, 0.5));

        WindowError error = errors.explain(OBSERVED, 0, FEATURES, EXPECTED, 0);

        // features: (2.5 + 19/3) / 2 = 53/12 and (1.25 + 2) / 2 = 19.5/12
        assertThat(error.featureShare()).containsExactly(new double[] {53 / 72.5, 19.5 / 72.5}, TINY);
        // steps, in 48ths: 3 | 12 + 20 | 30 + 40 | 40
        assertThat(error.stepShare())
                .containsExactly(new double[] {3 / 145.0, 32 / 145.0, 70 / 145.0, 40 / 145.0}, TINY);
    }

    @Test
    void explainsAScoreOnDifferencesAloneByDifferencesAlone() {
        // a constant offset is no error of differences
        float[] expected = {7, 0, 7, 0, 7, 1, 7, 0};

        WindowError error = by(new WindowScoring(9, 9, 1, 0)).explain(OBSERVED, 0, FEATURES, expected, 0);

        assertThat(error.featureShare()).containsExactly(0, 1);
        assertThat(error.stepShare()).containsExactly(0, 0, 0.5, 0.5);
    }

    @Test
    void findsTheWindowWithinItsMatrixAndLooksAtTheTargetsOnly() {
        // one row of padding before, and a third observed column that no reconstruction answers to
        var observed = new float[(1 + STEPS) * 3];
        for (int i = 2; i < observed.length; i += 3) {
            observed[i] = 1000;
        }
        var expected = new float[5 + EXPECTED.length];
        System.arraycopy(EXPECTED, 0, expected, 5, EXPECTED.length);

        assertThat(by(new WindowScoring(2, 1, 0.25, 0.5)).score(observed, 3, 3, expected, 5))
                .isCloseTo(4.375, TINY);
    }

    @Test
    void aPerfectWindowScoresZeroAndHasNoShares() {
        WindowError error = by(WindowScoring.MEAN).explain(OBSERVED, 0, FEATURES, OBSERVED, 0);

        assertThat(by(WindowScoring.MEAN).score(OBSERVED, 0, FEATURES, OBSERVED, 0))
                .isZero();
        assertThat(error.featureShare()).containsOnly(0);
        assertThat(error.stepShare()).containsOnly(0);
    }

    @Test
    void aMissingValueMakesTheScoreMissingRatherThanSmall() {
        float[] observed = OBSERVED.clone();
        observed[3] = Float.NaN;

        assertThat(by(new WindowScoring(2, 1, 0.5, 0.5)).score(observed, 0, FEATURES, EXPECTED, 0))
                .isNaN();
    }

    @Test
    void sharesSumToOneForAnyWindowAndScoring() {
        for (long seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            int steps = 2 + random.nextInt(20);
            int features = 1 + random.nextInt(6);
            var scoring = new WindowScoring(
                    1 + random.nextInt(25), 1 + random.nextInt(7), random.nextDouble(), random.nextInt(3) / 2.0);
            var observed = new float[steps * features];
            var expected = new float[steps * features];
            for (int i = 0; i < observed.length; i++) {
                observed[i] = (float) random.nextGaussian();
                expected[i] = (float) random.nextGaussian();
            }

            WindowError error =
                    new ErrorAccumulator(scoring, steps, features).explain(observed, 0, features, expected, 0);

            assertThat(DoubleStream.of(error.featureShare()).sum())
                    .as("seed %d", seed)
                    .isCloseTo(1, within(1e-9));
            assertThat(DoubleStream.of(error.stepShare()).sum())
                    .as("seed %d", seed)
                    .isCloseTo(1, within(1e-9));
            assertThat(DoubleStream.of(error.featureShare()).min().orElseThrow())
                    .as("seed %d", seed)
                    .isNotNegative();
            assertThat(DoubleStream.of(error.stepShare()).min().orElseThrow())
                    .as("seed %d", seed)
                    .isNotNegative();
        }
    }

    @Test
    void refusesSettingsThatCannotScore() {
        assertThatThrownBy(() -> new WindowScoring(0, 1, 1, 1)).hasMessageContaining("found 0 and 1");
        assertThatThrownBy(() -> new WindowScoring(1, 1, 1.1, 1)).hasMessageContaining("step blend");
        assertThatThrownBy(() -> new WindowScoring(1, 1, 1, Double.NaN)).hasMessageContaining("value blend");
        assertThatThrownBy(() -> new ErrorAccumulator(new WindowScoring(1, 1, 1, 0.5), 1, 2))
                .hasMessageContaining("no differences")
                .hasMessageContaining("set it to 1");
    }
}
