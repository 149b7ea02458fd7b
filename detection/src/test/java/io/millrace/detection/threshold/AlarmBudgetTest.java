package io.millrace.detection.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlarmBudgetTest {

    @ParameterizedTest
    @ValueSource(doubles = {-0.3, 0, 0.2, 0.4})
    void recoversTheParametersOfAParetoTail(double shape) {
        double[] peaks = pareto(new Random(7), 50_000, shape, 2).map(x -> x + 5).toArray();

        ParetoTail tail = ParetoTail.fit(peaks, 5);

        assertThat(tail.shape()).isCloseTo(shape, within(0.03));
        assertThat(tail.scale()).isCloseTo(2, within(0.05));
    }

    @Test
    void momentsComeOutAsCalculatedByHand() {
        // ten excesses of 1 to 10: a0 = 5.5, a1 = 1/10 Σ (1 − (i − 0.35)/10) i = 5.5 − 3.85 + 0.1925 = 1.8425
        double[] peaks = IntStream.rangeClosed(1, 10).mapToDouble(i -> i).toArray();

        ParetoTail tail = ParetoTail.fit(peaks, 0);

        assertThat(tail.shape()).isCloseTo(2 - 5.5 / 1.815, within(1e-12));
        assertThat(tail.scale()).isCloseTo(2 * 5.5 * 1.8425 / 1.815, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void normalOperationCrossesTheThresholdAboutAsOftenAsTheBudgetAllows(long seed) {
        var random = new Random(seed);
        double[] calibration = pareto(random, 20_000, 0, 1).toArray();
        var policy = new ThresholdPolicy.AlarmBudget(0.001, 0.05, 0);

        double threshold = policy.fit(calibration);

        long alarms = pareto(random, 1_000_000, 0, 1).filter(s -> s > threshold).count();
        assertThat(alarms).isBetween(500L, 2_000L);
    }

    @Test
    void peaksThatTheMorphologyJoinsAreOneAlarm() {
        double[] scores = {0, 3, 0, 5, 0, 0, 0, 4, 0};

        assertThat(ParetoTail.peaks(scores, 1, 0)).containsExactly(3, 5, 4);
        assertThat(ParetoTail.peaks(scores, 1, 1)).containsExactly(5, 4);
        assertThat(ParetoTail.peaks(scores, 1, 3)).containsExactly(5);
    }

    @Test
    void aWeeklyBudgetBecomesAShareOfWindows() {
        var policy = ThresholdPolicy.AlarmBudget.perWeek(2, Duration.ofMinutes(1), 10);

        assertThat(policy.alarmsPerWindow()).isCloseTo(2.0 / (7 * 24 * 60), within(1e-15));
    }

    @Test
    void aSmallerBudgetNeverLowersTheThreshold() {
        double[] scores = pareto(new Random(3), 5_000, 0.2, 1).toArray();
        double before = 0;
        for (double budget : new double[] {0.5, 0.1, 0.05, 0.01, 0.001, 1e-4, 1e-6}) {
            double threshold = new ThresholdPolicy.AlarmBudget(budget, 0.05, 5).fit(scores);
            assertThat(threshold).isGreaterThanOrEqualTo(before);
            before = threshold;
        }
    }

    @Test
    void scoresWithoutATailGiveTheirLargest() {
        assertThat(new ThresholdPolicy.AlarmBudget(0.01, 0.05, 0).fit(new double[] {2, 2, 2}))
                .isEqualTo(2);
    }

    @Test
    void refusesABudgetThatIsNone() {
        assertThatThrownBy(() -> new ThresholdPolicy.AlarmBudget(0, 0.05, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(0, 1)");
    }

    @Test
    void prunesPeaksThatHardlyStandOut() {
        var random = new Random(5);
        double[] scores = IntStream.range(0, 2_000)
                .mapToDouble(n -> 1 + 0.01 * random.nextGaussian())
                .toArray();
        scores[500] = 10;
        scores[1_500] = 1.06;

        double threshold = new ThresholdPolicy.ErrorPruning(0.13).fit(scores);

        assertThat(threshold).isGreaterThanOrEqualTo(1.06).isLessThan(10);
    }

    @Test
    void quietScoresGiveAThresholdFarAbove() {
        double[] scores =
                IntStream.range(0, 1_000).mapToDouble(n -> 1 + 0.1 * (n % 2)).toArray();

        assertThat(new ThresholdPolicy.ErrorPruning(0.13).fit(scores)).isCloseTo(1.05 + 12 * 0.05, within(1e-9));
    }

    @Test
    void aFloorHoldsWhereTrainingWasQuiet() {
        var quantile = new ThresholdPolicy.TrainQuantile(1, 1);

        assertThat(new ThresholdPolicy.Floor(quantile, 0.1).fit(new double[] {0.01, 0.02}))
                .isEqualTo(0.1);
        assertThat(new ThresholdPolicy.Floor(quantile, 0.1).fit(new double[] {0.01, 0.2}))
                .isEqualTo(0.2);
        assertThat(new ThresholdPolicy.Fixed(3).fit(new double[] {0.01})).isEqualTo(3);
    }

    /** Excesses by inversion. */
    private static DoubleStream pareto(Random random, int count, double shape, double scale) {
        return IntStream.range(0, count).mapToDouble(n -> {
            double u = 1 - random.nextDouble();
            return shape == 0 ? -scale * Math.log(u) : scale / shape * (Math.pow(u, -shape) - 1);
        });
    }
}
