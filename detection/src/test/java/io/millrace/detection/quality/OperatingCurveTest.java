package io.millrace.detection.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatingCurveTest {

    @Test
    void hasOnePointPerDistinctScoreFromTheStrictestDown() {
        OperatingCurve curve = OperatingCurve.of(new double[] {1, 3, 3, 2, 1}, IntervalTest.flags("01010"));

        assertThat(curve.size()).isEqualTo(3);
        assertThat(curve.at(0)).isEqualTo(new ConfusionMatrix(1, 1, 2, 1));
        assertThat(curve.at(1)).isEqualTo(new ConfusionMatrix(2, 1, 2, 0));
        assertThat(curve.at(2)).isEqualTo(new ConfusionMatrix(2, 3, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({"1, 60, 0", "2, 60, 2", "3, 200, 1", "4, 7, 0", "5, 500, 3"})
    void everyPointCountsWhatItsThresholdPredicts(long seed, int rows, int levels) {
        RandomSeries series = RandomSeries.of(seed, rows, levels);
        OperatingCurve curve = OperatingCurve.of(series.scores(), series.labels());

        for (int k = 0; k < curve.size(); k++) {
            boolean[] predicted = Labels.predicted(series.scores(), curve.threshold(k));
            assertThat(curve.at(k)).isEqualTo(ConfusionMatrix.of(predicted, series.labels()));
        }
        BestThreshold best = curve.bestF1();
        assertThat(ConfusionMatrix.of(Labels.predicted(series.scores(), best.threshold()), series.labels())
                        .f1())
                .isEqualTo(best.value(), within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"1, 60, 0", "2, 60, 2", "3, 200, 1", "4, 7, 0"})
    void rocAreaIsTheShareOfPairsInTheRightOrder(long seed, int rows, int levels) {
        RandomSeries series = RandomSeries.of(seed, rows, levels);
        double right = 0;
        double pairs = 0;
        for (int a = 0; a < rows; a++) {
            for (int n = 0; n < rows; n++) {
                if (series.labels()[a] && !series.labels()[n]) {
                    pairs++;
                    right += (Math.signum(series.scores()[a] - series.scores()[n]) + 1) / 2;
                }
            }
        }

        assertThat(OperatingCurve.of(series.scores(), series.labels()).aucRoc())
                .isEqualTo(right / pairs, within(1e-12));
    }

    @Test
    void areasDependOnTheOrderOfTheScoresAlone() {
        RandomSeries series = RandomSeries.of(11, 300, 0);
        double[] stretched =
                Arrays.stream(series.scores()).map(s -> Math.exp(3 * s) - 7).toArray();

        OperatingCurve plain = OperatingCurve.of(series.scores(), series.labels());
        OperatingCurve transformed = OperatingCurve.of(stretched, series.labels());

        assertThat(transformed.aucRoc()).isEqualTo(plain.aucRoc());
        assertThat(transformed.aucPr()).isEqualTo(plain.aucPr());
        assertThat(transformed.bestF1().value()).isEqualTo(plain.bestF1().value());
    }

    @Test
    void perfectScoresGiveOne() {
        OperatingCurve curve = OperatingCurve.of(new double[] {0, 5, 6, 1}, IntervalTest.flags("0110"));

        assertThat(curve.aucRoc()).isEqualTo(1);
        assertThat(curve.aucPr()).isEqualTo(1);
        assertThat(curve.bestF1().value()).isEqualTo(1);
        assertThat(curve.bestF1().threshold()).isBetween(1.0, 5.0);
        assertThat(curve.standardF1().value()).isEqualTo(2 / (2 + 1e-5), within(1e-12));
    }

    @Test
    void treatsPositiveAndNegativeZeroAsOneScore() {
        OperatingCurve curve = OperatingCurve.of(new double[] {0.0, -0.0}, IntervalTest.flags("10"));

        assertThat(curve.size()).isEqualTo(1);
        assertThat(curve.aucRoc()).isEqualTo(0.5);
    }

    @Test
    void isUndefinedWhereAClassIsMissing() {
        double[] scores = {1, 2, 3};

        assertThat(OperatingCurve.of(scores, IntervalTest.flags("000")).aucRoc())
                .isNaN();
        assertThat(OperatingCurve.of(scores, IntervalTest.flags("000")).aucPr()).isNaN();
        assertThat(OperatingCurve.of(scores, IntervalTest.flags("000")).bestF1().value())
                .isNaN();
        assertThat(OperatingCurve.of(scores, IntervalTest.flags("111")).aucRoc())
                .isNaN();
    }

    @Test
    void refusesAScoreThatIsNotANumber() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OperatingCurve.of(new double[] {1, Double.NaN}, IntervalTest.flags("01")))
                .withMessageContaining("row 1 is NaN");
    }
}
