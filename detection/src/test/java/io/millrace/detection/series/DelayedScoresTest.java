package io.millrace.detection.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.detector.EnsembleDetector;
import io.millrace.detection.detector.EnsembleMember;
import io.millrace.detection.detector.MemoryPolicy;
import io.millrace.detection.detector.ScoreCalibration;
import io.millrace.detection.detector.Voting;
import io.millrace.detection.detector.WindowNeighbourDetector;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.scale.FeatureSpec;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.scale.Scaler;
import io.millrace.detection.scale.ScalerKind;
import io.millrace.detection.score.Smoothing;
import java.util.List;
import org.junit.jupiter.api.Test;

class DelayedScoresTest {

    @Test
    void averagesAllWindowsThatContainARow() {
        // windows of 3 rows over 5 rows: rows 0–2, 1–3, 2–4
        var scores = new SeriesScores(2, new double[] {3, 6, 12}, new double[] {3, 6, 12});

        assertThat(scores.delayedPerRow(5, 3)).containsExactly(3, 4.5, 7, 9, 12);
        assertThat(scores.perRow(5)).containsExactly(3, 3, 3, 6, 12);
    }

    @Test
    void givesRowsBeforeTheFirstWindowItsScore() {
        // one row of lookback: the first window holds rows 1 and 2
        var scores = new SeriesScores(2, new double[] {4, 8}, new double[] {4, 8});

        assertThat(scores.delayedPerRow(4, 2)).containsExactly(4, 4, 6, 8);
    }

    @Test
    void givesZeroWithoutAnyWindow() {
        assertThat(new SeriesScores(9, new double[0], new double[0]).delayedPerRow(3, 10))
                .containsExactly(0, 0, 0);
    }

    @Test
    void averagesEachMemberOfAnEnsembleOverItsOwnWindows() {
        var unit = new ScoreCalibration(0, 1);
        var lately = new WindowNeighbourDetector(1, 1, new float[] {0}, MemoryPolicy.NONE);
        var longer = new WindowNeighbourDetector(2, 1, new float[] {0, 0}, MemoryPolicy.NONE);
        var ensemble = new EnsembleDetector(
                List.of(new EnsembleMember(lately, 1, unit), new EnsembleMember(longer, 1, unit)), Voting.MEAN);
        var identity = new Preprocessing(
                SensorLayout.ofNames(List.of("level")),
                new Scaler(ScalerKind.STANDARD, new double[1], new double[] {1}, new boolean[1], 100),
                FeatureSpec.VALUES,
                false);

        DelayedSeriesScores scores = new SeriesScorer(identity, ensemble, Smoothing.NONE)
                .scoreWithDelay(new double[][] {{0}, {0}, {4}, {0}}, (window, error) -> {});

        // windows of one row: votes 0, ln 5, 0 at rows 1 to 3; of two rows: 0, ln(1 + √8), ln(1 + √8)
        double once = Math.log(5);
        double twice = Math.log1p(Math.sqrt(8));
        assertThat(scores.causal().raw())
                .containsExactly(new double[] {0, (once + twice) / 2, twice / 2}, within(1e-6));
        assertThat(scores.delayed())
                .containsExactly(new double[] {0, twice / 4, (once + twice) / 2, twice / 2}, within(1e-6));
    }
}
