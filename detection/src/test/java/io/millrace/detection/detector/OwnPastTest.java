package io.millrace.detection.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.score.MachineMemory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnPastTest {

    @Test
    void judgesByMeanAndDeviationOfWhatCameBefore() {
        var settings = past(100, 1, 2);
        var past = new OwnPast.Moments();

        assertThat(settings.judge(past, 1)).isZero();
        assertThat(settings.judge(past, 3)).as("one window is no past yet").isZero();
        // mean 2, deviation 1
        assertThat(settings.judge(past, 5)).isCloseTo(3, within(1e-12));
        // mean 3, mean square 35/3, deviation √(8/3); 1 lies below the mean
        assertThat(settings.judge(past, 1)).isZero();
    }

    @Test
    void theRecentMeanCalmsASingleOutlier() {
        var newest = past(100, 1, 2);
        var calm = past(100, 9, 2);

        assertThat(after(calm, 50, 5)).isCloseTo(after(newest, 50, 5) / 5, within(0.2));
    }

    @Test
    void forgetsWhatLiesBehindTheHorizon() {
        var settings = past(50, 1, 2);
        var past = new OwnPast.Moments();
        double first = 0;
        double last = 0;
        for (int n = 0; n < 2_000; n++) {
            double score = n < 500 ? n % 2 : 10 + n % 2; // another level is normal after a while
            last = settings.judge(past, score);
            first = n == 500 ? last : first;
        }
        assertThat(first).isGreaterThan(10);
        assertThat(last).isLessThan(1.5);
    }

    @Test
    void aMachineThatNeverStirsIsDividedByNothingSmaller() {
        var settings = past(100, 1, 2);
        var past = new OwnPast.Moments();
        for (int n = 0; n < 50; n++) {
            settings.judge(past, 0);
        }
        assertThat(settings.judge(past, 0.01)).isCloseTo(10, within(1e-9));
    }

    @Test
    void anEnsembleKeepsItsPastOverARestoreAndVotesPlainlyWithoutOne() {
        var member = new EnsembleMember(
                new WindowNeighbourDetector(2, 1, new float[] {0, 0}, MemoryPolicy.NONE),
                1,
                new ScoreCalibration(0, 1));
        var plain = new EnsembleDetector(List.of(member), Voting.MEAN);
        var judged = new EnsembleDetector(List.of(member), Voting.MEAN, Optional.of(past(40, 3, 10)));
        float[] rows = Signals.waves(200, 1, 3);
        double[] whole = Signals.score(judged.newScorer(), judged, judged.newMemory(), rows);

        MachineMemory memory = judged.newMemory();
        double[] first = Signals.score(judged.newScorer(), judged, memory, Arrays.copyOf(rows, 101));
        byte[] bytes = memory.toBytes();
        double[] second = Signals.score(
                judged.newScorer(), judged, judged.restoreMemory(bytes), Arrays.copyOfRange(rows, 100, 200));

        assertThat(bytes).hasSizeLessThanOrEqualTo((int) judged.memoryBytesPerMachine());
        assertThat(first).containsExactly(Arrays.copyOf(whole, 100));
        assertThat(second).containsExactly(Arrays.copyOfRange(whole, 100, 199));
        assertThat(Arrays.copyOf(whole, 10)).containsOnly(0);
        assertThat(Signals.score(judged, rows)).containsExactly(Signals.score(plain, rows));
        assertThatThrownBy(() -> judged.restoreMemory(Arrays.copyOf(bytes, bytes.length - 8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ends early");
    }

    @Test
    void aGreatFaultCountsForNoMoreThanTheLimitInWhatIsRemembered() {
        var limited = new OwnPast(100, 1, 2, 1e-3, 4);
        var unlimited = past(100, 1, 2);

        double judgedByLimited = faultAfterAFault(limited);

        assertThat(judgedByLimited).isGreaterThan(10);
        assertThat(faultAfterAFault(unlimited))
                .as("the first fault hides the second")
                .isLessThan(1);
        assertThat(after(limited, 50, 1e6))
                .as("judged itself, a fault is not limited")
                .isGreaterThan(1e6);
    }

    private static double faultAfterAFault(OwnPast settings) {
        var past = new OwnPast.Moments();
        double judged = 0;
        for (int n = 0; n <= 80; n++) {
            double score = n == 40 ? 1_000 : n == 80 ? 5 : 1 + 0.1 * (n % 2);
            judged = settings.judge(past, score);
        }
        return judged;
    }

    @Test
    void refusesSettingsThatJudgeNothing() {
        assertThatThrownBy(() -> new OwnPast(1, 1, 2, 0.01, 8)).hasMessageContaining("horizon ≥ 2");
        assertThatThrownBy(() -> new OwnPast(100, 1, 2, 0, 8)).hasMessageContaining("least deviation");
        assertThatThrownBy(() -> new OwnPast(100, 1, 2, 0.01, Double.NaN)).hasMessageContaining("limit of outliers");
    }

    @Test
    void anEnsembleVotesWithTheLogarithmOfWhatEachMemberIsJudgedBy() {
        var near = new WindowNeighbourDetector(2, 1, new float[] {0, 0}, MemoryPolicy.NONE);
        var far = new WindowNeighbourDetector(1, 1, new float[] {3}, MemoryPolicy.NONE);
        OwnPast settings = past(40, 3, 10);
        var judged = new EnsembleDetector(
                List.of(
                        new EnsembleMember(near, 1, new ScoreCalibration(0, 1)),
                        new EnsembleMember(far, 3, new ScoreCalibration(5, 9))),
                Voting.MEAN,
                Optional.of(settings));
        float[] rows = Signals.waves(100, 1, 3);

        double[] scores = Signals.score(judged.newScorer(), judged, judged.newMemory(), rows);

        double[] ofNear = Signals.score(near, rows);
        double[] ofFar = Signals.score(far, Arrays.copyOfRange(rows, 1, 100));
        var nearPast = new OwnPast.Moments();
        var farPast = new OwnPast.Moments();
        for (int n = 0; n < scores.length; n++) {
            double expected = (Math.log1p(settings.judge(nearPast, ofNear[n]))
                            + 3 * Math.log1p(settings.judge(farPast, ofFar[n])))
                    / 4;
            assertThat(scores[n]).as("window %d", n).isCloseTo(expected, within(1e-12));
        }
        assertThat(scores[98]).isPositive();
    }

    private static OwnPast past(int horizon, int recent, int warmUp) {
        return new OwnPast(horizon, recent, warmUp, 1e-3, Double.POSITIVE_INFINITY);
    }

    private static double after(OwnPast settings, int quiet, double outlier) {
        var past = new OwnPast.Moments();
        for (int n = 0; n < quiet; n++) {
            settings.judge(past, 1 + 0.1 * (n % 2));
        }
        return settings.judge(past, outlier);
    }
}
