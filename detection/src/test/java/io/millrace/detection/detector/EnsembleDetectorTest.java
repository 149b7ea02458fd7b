package io.millrace.detection.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.score.MachineMemory;
import io.millrace.detection.score.VotingScorer;
import io.millrace.detection.score.WindowError;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnsembleDetectorTest {

    private static EnsembleMember member(double weight, double median, double q99, float... window) {
        var detector = new WindowNeighbourDetector(window.length, 1, window, MemoryPolicy.NONE);
        return new EnsembleMember(detector, weight, new ScoreCalibration(median, q99));
    }

    @Test
    void averagesTheLogarithmsOfCalibratedScores() {
        var ensemble = new EnsembleDetector(List.of(member(1, 1, 3, 0), member(3, 0, 1, 10)), Voting.MEAN);

        // 7 from 0: c = 3; 3 from 10: c = 3. 1 from 0: c = 0; 9 from 10: c = 9
        assertThat(Signals.score(ensemble, new float[] {7, 1}))
                .containsExactly(new double[] {Math.log(4), 3 * Math.log(10) / 4}, within(1e-9));
    }

    @Test
    void letsASureMemberCountForMoreByRootMeanSquare() {
        var members = List.of(member(1, 1, 3, 0), member(3, 0, 1, 10));
        var ensemble = new EnsembleDetector(members, Voting.ROOT_MEAN_SQUARE);

        // votes log 4 and log 4; 0 and log 10
        assertThat(Signals.score(ensemble, new float[] {7, 1}))
                .containsExactly(new double[] {Math.log(4), Math.sqrt(0.75) * Math.log(10)}, within(1e-9));
    }

    @Test
    void letsTheLoudestMemberDecide() {
        var members = List.of(member(1, 1, 3, 0), member(0.5, 0, 1, 10));
        var ensemble = new EnsembleDetector(members, Voting.LOUDEST);

        // votes log 4 and half of log 4; 0 and half of log 10
        assertThat(Signals.score(ensemble, new float[] {7, 1}))
                .containsExactly(new double[] {Math.log(4), Math.log(10) / 2}, within(1e-9));
    }

    @Test
    void levelsAreAveragedAndTheAverageIsOne() {
        var ensemble = new EnsembleDetector(List.of(member(1, 1, 3, 0), member(3, 0, 1, 10)), Voting.LEVEL_MEAN);

        // c = 3 and 3; c = 0 and 9; 3 is the first member's edge, 1 from the second the second's
        assertThat(Signals.score(ensemble, new float[] {7, 1}))
                .containsExactly(new double[] {1 - Math.pow(0.7, 3), 0.75 * (1 - Math.pow(0.7, 9))}, within(1e-9));
        assertThat(ensemble.scoreIsLevel()).isTrue();
        assertThat(new EnsembleDetector(List.of(member(1, 0, 3, 0)), Voting.LEVEL_MEAN).newScorer())
                .isInstanceOf(VotingScorer.class);
        assertThat(Signals.score(
                        new EnsembleDetector(List.of(member(1, 0, 3, 0)), Voting.LEVEL_MEAN), new float[] {3, 0}))
                .containsExactly(new double[] {0.3, 0}, within(1e-9));
    }

    @Test
    void eachVoiceHasANameAndAShare() {
        var pca = new EnsembleMember(
                WindowPcaDetector.fit(TrainingRows.of(Signals.waves(50, 1, 1), 1), 1, 50, 0.9),
                1,
                new ScoreCalibration(0, 1));
        var scorer = (VotingScorer)
                new EnsembleDetector(List.of(member(1, 1, 3, 0), pca, member(2, 0, 1, 10)), Voting.LEVEL_MEAN)
                        .newScorer();

        assertThat(scorer.name(0)).isEqualTo("window-neighbour");
        assertThat(scorer.name(1)).isEqualTo("window-pca");
        assertThat(scorer.name(2)).isEqualTo("window-neighbour-2");
        assertThat(scorer.weight(2)).isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesAWeightThatIsNone(double weight) {
        assertThatThrownBy(() -> member(weight, 0, 1, 0))
                .hasMessageContaining(
                        "the weight of member 'window-neighbour' must be finite and > 0, found " + weight);
    }

    @Test
    void showsEachMemberTheNewestRows() {
        var ensemble = new EnsembleDetector(List.of(member(1, 0, 1, 0, 0), member(1, 0, 1, 0)), Voting.MEAN);

        // window (4, 0): 4 / √2 from (0, 0), nothing from (0)
        assertThat(ensemble.steps()).isEqualTo(2);
        assertThat(Signals.score(ensemble, new float[] {4, 0}))
                .containsExactly(new double[] {Math.log1p(Math.sqrt(8)) / 2}, within(1e-9));
    }

    @Test
    void showsAMemberWithFewerFeaturesTheLeadingOnes() {
        var narrow = new WindowNeighbourDetector(1, 1, new float[] {0}, MemoryPolicy.NONE);
        var wide = new OneStepPredictorDetector(
                OneStepPredictorDetector.Form.RIDGE, 1, 1, 1, 1, 1, new float[] {0, 1, 0}, new float[] {1});
        var unit = new ScoreCalibration(0, 1);
        var ensemble = new EnsembleDetector(
                List.of(new EnsembleMember(narrow, 1, unit), new EnsembleMember(wide, 1, unit)), Voting.MEAN);

        // newest row (x, s) = (3, 5): 3 from 0, |3 − 5| from the state
        assertThat(Signals.score(ensemble, new float[] {9, 9, 3, 5}))
                .containsExactly(new double[] {(Math.log(4) + Math.log(3)) / 2}, within(1e-9));
    }

    @Test
    void explainsByItsMembersVotes() {
        var ensemble = new EnsembleDetector(List.of(member(1, 0, 1, 0, 0), member(1, 0, 1, 0)), Voting.MEAN);
        WindowBatch batch = Signals.batch(ensemble, new float[] {3, 1});
        var scorer = ensemble.newScorer();
        scorer.score(batch, new double[1]);

        WindowError error = scorer.explain(batch, 0);

        double both = Math.log1p(Math.sqrt(5));
        double newest = Math.log(2);
        assertThat(error.stepShare()[0]).isEqualTo(0.9 * both / (both + newest), within(1e-6));
        assertThat(error.stepShare()[0] + error.stepShare()[1]).isEqualTo(1, within(1e-9));
        assertThat(error.featureShare()).containsExactly(new double[] {1}, within(1e-9));
        assertThat(error.expected()).containsExactly(0, 0);
    }

    @Test
    void calibratesOnRowsThatTheMembersWereNotFittedOn() {
        float[] rows = Signals.waves(1_000, 1, 11);
        DetectorFit everyWindow = seen -> WindowNeighbourDetector.fit(seen, 5, 10_000, MemoryPolicy.NONE);

        var ensemble = EnsembleDetector.fit(TrainingRows.of(rows, 1), List.of(everyWindow), Voting.MEAN, 0.3, 0);

        // a window that finds itself has distance 0: the held-back ones do not
        ScoreCalibration calibration = ensemble.members().get(0).calibration();
        assertThat(calibration.median()).isGreaterThan(0.001);
        assertThat(calibration.q99()).isGreaterThan(calibration.median());
        assertThat(Signals.score(ensemble, rows)).containsOnly(0);
    }

    @Test
    void keepsItsMembersMemoriesOverARestore() {
        float[] train = Signals.waves(200, 1, 1);
        var ensemble = EnsembleDetector.fit(
                TrainingRows.of(train, 1),
                List.of(
                        rows -> WindowNeighbourDetector.fit(rows, 6, 30, new MemoryPolicy(20, 2, 4)),
                        rows -> WindowPcaDetector.fit(rows, 9, 100, 0.9)),
                Voting.ROOT_MEAN_SQUARE,
                0.3,
                0);
        float[] rows = Signals.waves(160, 1, 2);
        for (int r = 80; r < 160; r++) {
            rows[r] += 3;
        }
        double[] whole = Signals.score(ensemble.newScorer(), ensemble, ensemble.newMemory(), rows);

        var scorer = ensemble.newScorer();
        MachineMemory memory = ensemble.newMemory();
        double[] first = Signals.score(scorer, ensemble, memory, Arrays.copyOf(rows, 100));
        byte[] bytes = memory.toBytes();
        double[] second =
                Signals.score(scorer, ensemble, ensemble.restoreMemory(bytes), Arrays.copyOfRange(rows, 92, 160));

        assertThat(first).containsExactly(Arrays.copyOf(whole, 92));
        assertThat(second).containsExactly(Arrays.copyOfRange(whole, 92, 152));
        assertThat((long) bytes.length).isLessThanOrEqualTo(ensemble.memoryBytesPerMachine());
        assertThatThrownBy(() -> ensemble.restoreMemory(Arrays.copyOf(bytes, 20)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("start this machine with a new memory");
    }

    @Test
    void saysNothingAboutWhatIsUsual() {
        var calibration = new ScoreCalibration(2, 4);

        assertThat(calibration.apply(1)).isZero();
        assertThat(calibration.apply(2)).isZero();
        assertThat(calibration.apply(4)).isEqualTo(1);
        assertThat(calibration.apply(8)).isEqualTo(3);
    }

    @Test
    void widensACalibrationThatRestsOnQuiet() {
        assertThat(ScoreCalibration.of(new double[] {0, 0, 0}, 0.5)).isEqualTo(new ScoreCalibration(0, 0.5));
    }
}
