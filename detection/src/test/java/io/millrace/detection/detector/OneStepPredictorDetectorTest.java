package io.millrace.detection.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.score.WindowError;
import io.millrace.detection.window.WindowBatch;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OneStepPredictorDetectorTest {

    @Test
    void lastValueScoresTheChange() {
        var detector = OneStepPredictorDetector.lastValue(1);

        assertThat(detector.name()).isEqualTo("last-value");
        assertThat(Signals.score(detector, new float[] {1, 4, 4, 2})).containsExactly(3, 0, 2);
    }

    @Test
    void movingAverageScoresTheDistanceFromTheMeanOfThePast() {
        var detector = OneStepPredictorDetector.movingAverage(2, 2);

        // features (0, 10), (2, 10), then (4, 16): means (1, 10), errors 3 and 6
        assertThat(Signals.score(detector, new float[] {0, 10, 2, 10, 4, 16})).containsExactly(4.5);
    }

    @Test
    void weighsThePastTheStatesAndTheBias() {
        // ŷ = 0.5·x(t−1) + 0.25·x(t−2) + 2·s(t) − 1·s(t−1) + 10, scale 4
        var detector = new OneStepPredictorDetector(
                OneStepPredictorDetector.Form.RIDGE, 1, 1, 2, 2, 1, new float[] {0.5f, 0.25f, 2, -1, 10}, new float[] {4
                });

        // rows (x, s): (8, 0), (4, 1), (3, 1): ŷ = 2 + 2 + 2 − 1 + 10 = 15
        assertThat(Signals.score(detector, new float[] {8, 0, 4, 1, 3, 1})).containsExactly(3);
    }

    @Test
    void learnsALinearRuleWithACommand() {
        var random = new SplittableRandom(1);
        var rows = new float[2_000 * 2];
        for (int r = 1; r < 2_000; r++) {
            rows[2 * r + 1] = random.nextInt(10) == 0 ? 1 : 0;
            rows[2 * r] = 0.6f * rows[2 * r - 2] + 2 * rows[2 * r + 1] + 0.01f * (float) random.nextGaussian();
        }
        var settings = new PredictorSettings(1, 1, 1e-3, 1e-3, 2_000, 1);

        var detector = OneStepPredictorDetector.fit(TrainingRows.of(rows, 2), 1, settings);

        assertThat(detector.weights()[0]).isEqualTo(0.6f, within(0.01f));
        assertThat(detector.weights()[1]).isEqualTo(2, within(0.01f));
        // 99.5 % of normal noise of deviation 0.01 is below 2.81 deviations
        assertThat(detector.scales()[0]).isEqualTo(0.0281f, within(0.004f));
    }

    @Test
    void meansTheLargestErrorsAlone() {
        var detector = new OneStepPredictorDetector(
                OneStepPredictorDetector.Form.RIDGE, 3, 0, 1, 0, 2, new float[] {1, 0, 1, 0, 1, 0}, new float[] {1, 1, 1
                });

        assertThat(Signals.score(detector, new float[] {0, 0, 0, 6, 1, 4})).containsExactly(5);
    }

    @Test
    void blamesTheNewestRow() {
        var detector = OneStepPredictorDetector.lastValue(2);
        WindowBatch batch = Signals.batch(detector, new float[] {1, 1, 4, 2});
        var scorer = detector.newScorer();
        scorer.score(batch, new double[1]);

        WindowError error = scorer.explain(batch, 0);

        assertThat(error.featureShare()).containsExactly(0.75, 0.25);
        assertThat(error.stepShare()).containsExactly(0, 1);
        assertThat(error.expected()).containsExactly(1, 1, 1, 1);
    }

    @Test
    void refusesTooFewRowsToFit() {
        assertThatThrownBy(() ->
                        OneStepPredictorDetector.fit(TrainingRows.of(new float[52], 1), 1, PredictorSettings.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 8 windows of 51 rows to be fitted, found 2");
    }
}
