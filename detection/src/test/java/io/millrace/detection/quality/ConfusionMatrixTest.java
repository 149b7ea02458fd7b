package io.millrace.detection.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {

    private static final boolean[] LABELS = IntervalTest.flags("1111000000");
    private static final boolean[] PREDICTED = IntervalTest.flags("0111100000");

    @Test
    void countsRowsByLabelAndPrediction() {
        assertThat(ConfusionMatrix.of(PREDICTED, LABELS)).isEqualTo(new ConfusionMatrix(3, 1, 5, 1));
    }

    @Test
    void derivesTheRatesFromTheCounts() {
        ConfusionMatrix confusion = ConfusionMatrix.of(PREDICTED, LABELS);

        assertThat(confusion.precision()).isEqualTo(0.75);
        assertThat(confusion.recall()).isEqualTo(0.75);
        assertThat(confusion.f1()).isEqualTo(0.75);
        assertThat(confusion.accuracy()).isEqualTo(0.8);
        assertThat(confusion.specificity()).isEqualTo(5 / 6.0, within(1e-12));
        assertThat(confusion.falseAlarmRate()).isEqualTo(1 / 6.0, within(1e-12));
        assertThat(confusion.missedAlarmRate()).isEqualTo(0.25);
    }

    @Test
    void addsTheCountsOfTwoSeries() {
        assertThat(new ConfusionMatrix(1, 2, 3, 4).plus(new ConfusionMatrix(10, 20, 30, 40)))
                .isEqualTo(new ConfusionMatrix(11, 22, 33, 44));
    }

    @Test
    void leavesRatesUndefinedWhereThereIsNothingToCount() {
        ConfusionMatrix allAnomalous = new ConfusionMatrix(0, 0, 0, 5);

        assertThat(allAnomalous.falseAlarmRate()).isNaN();
        assertThat(allAnomalous.specificity()).isNaN();
        assertThat(allAnomalous.f1()).isZero();
        assertThat(ConfusionMatrix.EMPTY.accuracy()).isNaN();
    }

    @Test
    void refusesArraysOfDifferentLength() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfusionMatrix.of(new boolean[3], new boolean[4]))
                .withMessageContaining("3 predictions for 4 labels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfusionMatrix.of(new boolean[0], new boolean[0]))
                .withMessageContaining("no rows");
    }
}
