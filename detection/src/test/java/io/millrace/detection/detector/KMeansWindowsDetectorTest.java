package io.millrace.detection.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KMeansWindowsDetectorTest {

    @Test
    void findsTheCentresOfTwoClearClusters() {
        // one-row windows around 0 and around 10
        var detector = KMeansWindowsDetector.fit(TrainingRows.of(new float[] {0, 10, 1, 11, -1, 9}, 1), 1, 100, 2, 1);

        float[] centres = detector.centres();
        Arrays.sort(centres);
        assertThat(centres).containsExactly(new float[] {0, 10}, within(1e-6f));
    }

    @Test
    void scoresTheDistanceToTheNearestCentre() {
        var detector = new KMeansWindowsDetector(2, 1, new float[] {0, 0, 10, 10});

        // windows (0, 2), (2, 10), (10, 10)
        assertThat(Signals.score(detector, new float[] {0, 2, 10, 10}))
                .containsExactly(new double[] {Math.sqrt(2), Math.sqrt(32), 0}, within(1e-6));
    }

    @Test
    void givesTheSameCentresForTheSameSeedAndNoMoreThanThereAreDifferentWindows() {
        var rows = TrainingRows.of(Signals.waves(300, 2, 1), 2);

        assertThat(KMeansWindowsDetector.fit(rows, 5, 200, 8, 42).centres())
                .containsExactly(KMeansWindowsDetector.fit(rows, 5, 200, 8, 42).centres());
        assertThat(KMeansWindowsDetector.fit(TrainingRows.of(new float[] {1, 1, 2, 2}, 1), 1, 10, 5, 42)
                        .centres())
                .hasSize(2);
    }

    @Test
    void expectsTheCentre() {
        var detector = new KMeansWindowsDetector(2, 1, new float[] {0, 0, 10, 10});
        WindowBatch batch = Signals.batch(detector, new float[] {9, 10});
        var scorer = detector.newScorer();
        scorer.score(batch, new double[1]);

        assertThat(scorer.explain(batch, 0).expected()).containsExactly(10, 10);
        assertThat(scorer.explain(batch, 0).stepShare()).containsExactly(1, 0);
    }
}
