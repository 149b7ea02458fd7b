package io.millrace.detection.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.detector.MemoryPolicy;
import io.millrace.detection.detector.WindowNeighbourDetector;
import io.millrace.detection.model.RandomModels;
import io.millrace.detection.model.ReferenceLstmKernel;
import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.morphology.Run;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.scale.FeatureSpec;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.scale.Scaler;
import io.millrace.detection.scale.ScalerKind;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.score.WindowScoring;
import io.millrace.detection.window.RowRing;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesScorerTest {

    private static final Smoothing SMOOTHING = new Smoothing(0.3);

    private static double[][] randomRows(Random random, int count) {
        double[][] rows = new double[count][];
        Arrays.setAll(rows, r -> random.doubles(2).toArray());
        return rows;
    }

    private static Preprocessing preprocessing(FeatureSpec spec) {
        return new Preprocessing(
                SensorLayout.ofNames(List.of("a", "b")),
                new Scaler(ScalerKind.STANDARD, new double[] {0.5, 0.5}, new double[] {0.3, 0.2}, new boolean[2], 20),
                spec,
                false);
    }

    private static Detector detector(Preprocessing preprocessing, int steps) {
        return new ReconstructionDetector(
                RandomModels.autoencoder(new Random(5), steps, preprocessing.features(), 3),
                new WindowScoring(2, 1, 0.5, 0.5),
                new ReferenceLstmKernel());
    }

    /** As the job works: a ring of rows, one window at a time. */
    private static double[] oneByOne(Preprocessing preprocessing, Detector detector, double[][] rows) {
        int ringRows = preprocessing.lookbackRows() + detector.steps();
        var ring = new RowRing(ringRows, 2);
        var raw = new double[ringRows * 2];
        var window = new float[detector.steps() * detector.features()];
        var scorer = detector.newScorer();
        var scores = new double[Math.max(0, rows.length - ringRows + 1)];
        for (int r = 0, n = 0; r < rows.length; r++) {
            ring.append(rows[r]);
            if (ring.isFull()) {
                ring.copyTo(raw);
                preprocessing.transform(raw, ringRows, window, 0);
                var batch = new WindowBatch(detector.steps(), detector.features());
                batch.addWindow(window);
                var score = new double[1];
                scorer.score(batch, score);
                scores[n++] = score[0];
            }
        }
        return scores;
    }

    @ParameterizedTest(name = "{0} rows, difference {1}, deviation {2}, windows of {3}")
    @CsvSource({
        "0, false, false, 4",
        "3, false, false, 4",
        "4, false, false, 4",
        "6, true, false, 6",
        "7, true, false, 6",
        "8, true, true, 6",
        "50, true, true, 6",
        // 511, 512, 513 and 1025 windows around the chunk of 512
        "514, false, false, 4",
        "515, false, false, 4",
        "516, false, false, 4",
        "1030, true, true, 4"
    })
    void scoresEveryWindowAsTheJobWould(int count, boolean difference, boolean deviation, int steps) {
        Preprocessing preprocessing = preprocessing(new FeatureSpec(difference, deviation, 3));
        Detector detector = detector(preprocessing, steps);
        double[][] rows = randomRows(new Random(count), count);

        SeriesScores scores = new SeriesScorer(preprocessing, detector, SMOOTHING).score(rows);

        assertThat(scores.raw()).containsExactly(oneByOne(preprocessing, detector, rows));
        assertThat(scores.firstRow()).isEqualTo(preprocessing.lookbackRows() + steps - 1);
        assertThat(scores.windows()).isEqualTo(Math.max(0, count - scores.firstRow()));
    }

    @Test
    void theChunkIsWhereTheTableAboveExpectsIt() {
        assertThat(SeriesScorer.WINDOWS_AT_ONCE).isEqualTo(512);
    }

    @Test
    void smoothsAlongTheSeriesAndStartsAnewWithTheNextOne() {
        Preprocessing preprocessing = preprocessing(FeatureSpec.VALUES);
        var scorer = new SeriesScorer(preprocessing, detector(preprocessing, 3), SMOOTHING);
        double[][] rows = randomRows(new Random(1), 6);

        SeriesScores first = scorer.score(rows);
        SeriesScores second = scorer.score(rows);

        assertThat(first.smoothed()[0]).isEqualTo(first.raw()[0]);
        for (int n = 1; n < first.windows(); n++) {
            assertThat(first.smoothed()[n]).isEqualTo(SMOOTHING.next(first.smoothed()[n - 1], first.raw()[n]));
        }
        assertThat(second.smoothed()).containsExactly(first.smoothed());
    }

    @ParameterizedTest(name = "anew from row {0}")
    @ValueSource(ints = {0, 3, 4, 100, 514, 515, 516, 1100, 1199, 1200, 5000})
    void startsWithANewMemoryWhereItIsTold(int anewFrom) {
        Preprocessing preprocessing = preprocessing(FeatureSpec.VALUES);
        var learning = new WindowNeighbourDetector(4, 2, new float[0], new MemoryPolicy(50, 3, 5));
        double[][] rows = randomRows(new Random(9), 1_200);
        var scorer = new SeriesScorer(preprocessing, learning, SMOOTHING);

        double[] raw = scorer.scoreWithDelay(rows, anewFrom, (window, error) -> {})
                .causal()
                .raw();

        double[] whole = scorer.score(rows).raw();
        int anew = Math.min(whole.length, Math.max(0, anewFrom - 3));
        double[][] tail = Arrays.copyOfRange(rows, anew, rows.length);
        assertThat(Arrays.copyOf(raw, anew)).containsExactly(Arrays.copyOf(whole, anew));
        assertThat(Arrays.copyOfRange(raw, anew, raw.length))
                .containsExactly(scorer.score(tail).raw());
    }

    @Test
    void givesEventsInRowsOfTheSeries() {
        var scores = new SeriesScores(59, new double[6], new double[] {0, 1, 1.1, 3, 0, 2});

        // the threshold itself is not anomalous
        assertThat(scores.events(1, Morphology.NONE)).containsExactly(new Run(61, 62), new Run(64, 64));
        assertThat(scores.events(1, new Morphology(2, 0, 0))).containsExactly(new Run(61, 62));
        // dilation ends with the first window, not before it
        assertThat(scores.events(1, new Morphology(2, 0, 9))).containsExactly(new Run(59, 64));
    }

    @Test
    void givesEachRowTheScoreOfTheWindowThatEndsThere() {
        var scores = new SeriesScores(2, new double[3], new double[] {7, 8, 9});

        assertThat(scores.perRow(5)).containsExactly(7, 7, 7, 8, 9);
        assertThat(new SeriesScores(2, new double[0], new double[0]).perRow(2)).containsExactly(0, 0);
    }

    @Test
    void refusesADetectorOfOtherFeatures() {
        Preprocessing two = preprocessing(FeatureSpec.VALUES);
        Preprocessing four = preprocessing(new FeatureSpec(true, false, 0));

        assertThatThrownBy(() -> new SeriesScorer(two, detector(four, 3), SMOOTHING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expects 4 features a row, its preprocessing makes 2");
    }
}
