package io.millrace.detection.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.window.WindowBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WindowPcaDetectorTest {

    @Test
    void scoresWhatTheComponentsDoNotExplain() {
        // mean (1, 1), one component along (1, 1)/√2: a difference between the two steps is not explained
        float r = (float) Math.sqrt(0.5);
        var detector = new WindowPcaDetector(2, 1, new float[] {1, 1}, new float[] {r, r});

        // windows (3, 3), (3, 1), (1, 5): residuals (0, 0), (1, −1), (−2, 2)
        assertThat(Signals.score(detector, new float[] {3, 3, 1, 5}))
                .containsExactly(new double[] {0, 1, 2}, within(1e-6));
    }

    @Test
    void expectsTheProjection() {
        float r = (float) Math.sqrt(0.5);
        var detector = new WindowPcaDetector(2, 1, new float[] {1, 1}, new float[] {r, r});
        WindowBatch batch = Signals.batch(detector, new float[] {1, 5});
        var scorer = detector.newScorer();
        scorer.score(batch, new double[1]);

        assertThat(scorer.explain(batch, 0).expected()).containsExactly(new float[] {3, 3}, within(1e-6f));
        assertThat(scorer.explain(batch, 0).stepShare()).containsExactly(new double[] {0.5, 0.5}, within(1e-6));
    }

    @Test
    void keepsAsManyComponentsAsTheVarianceShareAsks() {
        // two-value windows with variances 4 and 1 along the axes
        float[][] windows = {{2, 0}, {-2, 0}, {0, 1}, {0, -1}};
        var rows = List.of(windows);

        assertThat(PrincipalComponents.fit(rows, 0.7).components()).hasSize(2);
        assertThat(PrincipalComponents.fit(rows, 0.9).components()).hasSize(4);
        assertThat(Math.abs(PrincipalComponents.fit(rows, 0.7).components()[0])).isEqualTo(1, within(1e-6f));
    }

    @Test
    void findsNoComponentWhereNothingVaries() {
        var detector = WindowPcaDetector.fit(TrainingRows.of(new float[50], 1), 5, 40, 0.9);

        assertThat(detector.count()).isZero();
        assertThat(Signals.score(detector, new float[] {2, 2, 2, 2, 2})).containsExactly(2);
    }

    @Test
    void givesTheSameDirectionsFromFewerSamplesThanValuesAsFromTheWholeMatrix() {
        var random = new SplittableRandom(2);
        var few = new ArrayList<float[]>(); // 8 windows of 12 values that span three directions
        for (int n = 0; n < 8; n++) {
            var window = new float[12];
            for (int k = 0; k < 3; k++) {
                double amplitude = random.nextDouble() - 0.5;
                for (int i = 0; i < 12; i++) {
                    window[i] += (float) (amplitude * Math.cos((k + 1) * i));
                }
            }
            few.add(window);
        }
        var many = new ArrayList<float[]>(); // the same windows twice: more samples than values
        many.addAll(few);
        many.addAll(few);
        float[] small = PrincipalComponents.fit(few, 1).components();
        float[] large = PrincipalComponents.fit(many, 1).components();

        assertThat(small.length / 12).isEqualTo(3);
        for (int k = 0; k < 3; k++) {
            float dot = Dot.of(small, k * 12, large, k * 12, 12);
            assertThat(Math.abs(dot)).isEqualTo(1, within(1e-4f));
        }
    }

    @Test
    void leavesNothingOfTrainingWindowsWhenAllVarianceIsExplained() {
        float[] rows = Signals.waves(200, 2, 7);
        var detector = WindowPcaDetector.fit(TrainingRows.of(rows, 2), 6, 195, 1);

        for (double score : Signals.score(detector, rows)) {
            assertThat(score).isLessThan(1e-4);
        }
    }
}
