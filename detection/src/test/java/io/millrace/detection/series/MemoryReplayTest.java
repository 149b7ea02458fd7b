package io.millrace.detection.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.detection.detector.MemoryPolicy;
import io.millrace.detection.detector.TrainingRows;
import io.millrace.detection.detector.WindowNeighbourDetector;
import io.millrace.detection.detector.WindowPcaDetector;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.scale.FeatureSpec;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.scale.Scaler;
import io.millrace.detection.scale.ScalerKind;
import io.millrace.detection.score.AdaptiveScorer;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.window.WindowBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryReplayTest {

    private static final double[][] ROWS = rows();
    private static final Preprocessing PREPROCESSING = new Preprocessing(
            SensorLayout.ofNames(List.of("a", "b")),
            Scaler.fit(ScalerKind.STANDARD, ROWS, 20),
            new FeatureSpec(true, false, 0),
            false);

    private static double[][] rows() {
        var rows = new double[1_300][];
        for (int r = 0; r < rows.length; r++) {
            rows[r] = new double[] {Math.sin(r / 4.0) + r % 7 * 0.05, Math.cos(r / 9.0 + r * r % 11 * 0.1)};
        }
        return rows;
    }

    @Test
    void theMemoryBeforeAWindowScoresItAsTheSeriesDoes() {
        var training = TrainingRows.of(PREPROCESSING.transform(Arrays.copyOf(ROWS, 100)), 4);
        var detector = WindowNeighbourDetector.fit(training, 6, 20, new MemoryPolicy(50, 3, 12));
        double[] whole = new SeriesScorer(PREPROCESSING, detector, Smoothing.NONE)
                .score(ROWS)
                .raw();
        AdaptiveScorer scorer = detector.newScorer();
        var seen = new ArrayList<Integer>();

        MemoryReplay.visit(PREPROCESSING, detector, ROWS, new int[] {0, 5, 512, 513, 1_200}, (window, memory) -> {
            var batch = new WindowBatch(6, 4);
            batch.addWindow(PREPROCESSING.transform(Arrays.copyOfRange(ROWS, window, window + 7)));
            var score = new double[1];
            detector.peek(scorer, batch, memory, score);
            assertThat(score[0]).isEqualTo(whole[window]);
            seen.add(window);
        });

        assertThat(seen).containsExactly(0, 5, 512, 513, 1_200);
    }

    @Test
    void aDetectorWithoutMemoryHasNone() {
        var training = TrainingRows.of(PREPROCESSING.transform(Arrays.copyOf(ROWS, 100)), 4);

        MemoryReplay.visit(
                PREPROCESSING,
                WindowPcaDetector.fit(training, 6, 50, 0.9),
                ROWS,
                new int[] {7},
                (window, memory) -> assertThat(memory).isNull());
    }
}
