package io.millrace.detection.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NabScoreTest {

    private static final Interval WINDOW = new Interval(50, 59); // 10 of 100 rows, 15 of them probationary

    @ParameterizedTest
    @EnumSource(NabProfile.class)
    void thePerfectDetectorScoresOneHundredAndTheSilentOneZero(NabProfile profile) {
        NabScore perfect = NabScore.withOptimisedThreshold(List.of(detecting(50)), profile);
        NabScore silent = NabScore.atFixedThreshold(List.of(detecting()), profile, 0.5);

        assertThat(perfect.normalised()).isEqualTo(100, within(1e-9));
        assertThat(perfect.raw()).isEqualTo(1, within(1e-12));
        assertThat(perfect.windowsHit()).isEqualTo(1);
        assertThat(perfect.falseDetections()).isZero();
        assertThat(silent.normalised()).isZero();
        assertThat(silent.raw()).isEqualTo(profile == NabProfile.REWARD_LOW_FN_RATE ? -2 : -1);
    }

    @ParameterizedTest
    @CsvSource({
        // S(y) = 2 / (1 + exp(5y)) - 1: S(-1) = 0.986614, S(-0.5) = 0.848284, S(-0.1) = 0.244919
        "50, 1",
        "55, 0.859793",
        "59, 0.248242",
    })
    void aHitEarnsLessTheLaterItComes(int row, double worth) {
        NabScore score = NabScore.atFixedThreshold(List.of(detecting(row)), NabProfile.STANDARD, 0.5);

        assertThat(score.raw()).isEqualTo(worth, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({
        // fully before the first window and from 3 widths behind it; y = d / 9 behind a window of 10 rows
        "30, 0.11",
        "86, 0.11",
        "60, 0.029793",
        "68, 0.108528",
        "14, 0",
    })
    void aFalseDetectionCostsMoreTheFartherItLiesBehindAWindow(int row, double cost) {
        NabScore score = NabScore.atFixedThreshold(List.of(detecting(50, row)), NabProfile.STANDARD, 0.5);

        assertThat(1 - score.raw()).isEqualTo(cost, within(1e-6));
    }

    @Test
    void onlyTheEarliestDetectionInAWindowCounts() {
        NabScore once = NabScore.atFixedThreshold(List.of(detecting(52)), NabProfile.STANDARD, 0.5);
        NabScore often = NabScore.atFixedThreshold(List.of(detecting(58, 52, 53)), NabProfile.STANDARD, 0.5);

        assertThat(often.raw()).isEqualTo(once.raw());
        assertThat(often.falseDetections()).isZero();
    }

    @Test
    void profilesWeighFalseAlarmsAndMissesDifferently() {
        List<NabSeries> corpus = List.of(detecting(50, 30), named("missed", new double[100], WINDOW));

        assertThat(NabScore.atFixedThreshold(corpus, NabProfile.STANDARD, 0.5).raw())
                .isEqualTo(1 - 0.11 - 1, within(1e-12));
        assertThat(NabScore.atFixedThreshold(corpus, NabProfile.REWARD_LOW_FP_RATE, 0.5)
                        .raw())
                .isEqualTo(1 - 0.22 - 1, within(1e-12));
        assertThat(NabScore.atFixedThreshold(corpus, NabProfile.REWARD_LOW_FN_RATE, 0.5)
                        .raw())
                .isEqualTo(1 - 0.11 - 2, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theOptimisedThresholdIsTheBestOfAllAndReproducesItsScore(long seed) {
        List<NabSeries> corpus = List.of(random(seed, 400, 2), random(seed + 100, 900, 3));
        for (NabProfile profile : NabProfile.values()) {
            NabScore best = NabScore.withOptimisedThreshold(corpus, profile);
            double highest = Double.NEGATIVE_INFINITY;
            for (double threshold = -4; threshold <= 6; threshold += 0.25) {
                highest = Math.max(
                        highest,
                        NabScore.atFixedThreshold(corpus, profile, threshold).raw());
            }

            assertThat(best.raw()).isGreaterThanOrEqualTo(highest);
            NabScore again = NabScore.atFixedThreshold(corpus, profile, best.threshold());
            assertThat(again.raw()).isEqualTo(best.raw(), within(1e-9));
            assertThat(again.windowsHit()).isEqualTo(best.windowsHit());
            assertThat(again.falseDetections()).isEqualTo(best.falseDetections());
        }
    }

    @Test
    void staysSilentWhereEveryThresholdLoses() {
        // A flat score can only detect everything or nothing.
        NabScore best = NabScore.withOptimisedThreshold(
                List.of(named("flat", new double[2_000], new Interval(1_990, 1_999))), NabProfile.STANDARD);

        assertThat(best.threshold()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(best.normalised()).isZero();
        assertThat(best.thresholdOptimised()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"100, 15", "99, 14", "5000, 750", "20000, 750", "1, 0"})
    void probationIsFifteenPerCentAndAtMostSevenHundredFiftyRows(int rows, int probation) {
        assertThat(named("any", new double[rows]).probationaryRows()).isEqualTo(probation);
    }

    @Test
    void aOneRowWindowStillPricesWhatFollowsIt() {
        double[] scores = new double[100];
        scores[50] = 1;
        scores[51] = 1;

        NabScore score = NabScore.atFixedThreshold(
                List.of(named("narrow", scores, new Interval(50, 50))), NabProfile.STANDARD, 0.5);

        assertThat(score.raw()).isEqualTo(1 - 0.11 * 0.986614, within(1e-6));
    }

    @Test
    void isUndefinedWithoutAnyWindow() {
        assertThat(NabScore.withOptimisedThreshold(List.of(named("quiet", new double[50])), NabProfile.STANDARD)
                        .normalised())
                .isNaN();
    }

    @Test
    void refusesWindowsThatDoNotFitTheSeries() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> named("short.csv", new double[10], new Interval(8, 10)))
                .withMessageContaining("short.csv")
                .withMessageContaining("10 rows");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> named("twice.csv", new double[10], new Interval(2, 5), new Interval(5, 6)))
                .withMessageContaining("overlap");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> named("holes.csv", new double[] {0, Double.NaN}))
                .withMessageContaining("row 1");
    }

    private static NabSeries detecting(int... rows) {
        double[] scores = new double[100];
        for (int row : rows) {
            scores[row] = 1;
        }
        return named("series", scores, WINDOW);
    }

    private static NabSeries random(long seed, int rows, int windows) {
        Random random = new Random(seed);
        double[] scores = random.doubles(rows).map(u -> u * 3).toArray();
        Interval[] where = new Interval[windows];
        for (int w = 0; w < windows; w++) {
            int start = rows * (w + 2) / (windows + 3);
            where[w] = new Interval(start, start + 20);
            scores[start + random.nextInt(20)] += 2;
        }
        return named("seed " + seed, scores, where);
    }

    private static NabSeries named(String name, double[] scores, Interval... windows) {
        return new NabSeries(name, scores, Arrays.asList(windows));
    }
}
