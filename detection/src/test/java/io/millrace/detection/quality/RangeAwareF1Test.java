package io.millrace.detection.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Point-adjusted, event-based and range-based F1 on rows that can be checked by hand. */
class RangeAwareF1Test {

    @ParameterizedTest
    @CsvSource({
        // labels, predicted, precision, recall: one hit fills its event, false alarms stay
        "00111100, 00010000, 1,   1",
        "00111100, 10010000, 0.8, 1",
        "01100110, 01000000, 1,   0.5",
        "00111100, 10000000, 0,   0",
        "11100000, 01000000, 1,   0.6666666666666666",
    })
    void pointAdjustmentFillsTouchedEvents(String labels, String predicted, double precision, double recall) {
        assertClose(PointAdjustedF1.of(IntervalTest.flags(predicted), IntervalTest.flags(labels)), precision, recall);
    }

    @ParameterizedTest
    @CsvSource({
        // precision by rows, recall by events
        "00111100, 00010000, 1,   1",
        "00111100, 10010000, 0.5, 1",
        "01100110, 01000000, 1,   0.5",
        "01100110, 01110000, 0.6666666666666666, 0.5",
        "00111100, 00000000, 0,   0",
    })
    void eventBasedCountsRowsForPrecisionAndEventsForRecall(
            String labels, String predicted, double precision, double recall) {
        assertClose(EventBasedF1.of(IntervalTest.flags(predicted), IntervalTest.flags(labels)), precision, recall);
    }

    @ParameterizedTest
    @CsvSource({
        // whole event; half of it: 0.2 + 0.8 / 2; two halves in two pieces: 0.2 + 0.8 * 1/2 * 1/2
        "00111100, 00111100, 1,   1",
        "00111100, 00110000, 1,   0.6",
        "00111100, 00100100, 1,   0.4",
        "00111100, 01110000, 0.6666666666666666, 0.6",
        // one prediction over two events: 4 of 5 rows, in two pieces
        "01101100, 01111100, 0.4, 1",
        "00111100, 10000001, 0,   0",
        "00111100, 00000000, 0,   0",
    })
    void rangeBasedRewardsExistenceAndOverlapAndPunishesPieces(
            String labels, String predicted, double precision, double recall) {
        assertClose(RangeBasedF1.of(IntervalTest.flags(predicted), IntervalTest.flags(labels)), precision, recall);
    }

    @ParameterizedTest
    @CsvSource({"1, 300, 0", "2, 300, 3", "3, 50, 1"})
    void theBestThresholdReproducesItsValue(long seed, int rows, int levels) {
        RandomSeries series = RandomSeries.of(seed, rows, levels);
        double[] scores = series.scores();
        boolean[] labels = series.labels();

        BestThreshold adjusted = PointAdjustedF1.best(scores, labels);
        BestThreshold event = EventBasedF1.best(scores, labels);
        BestThreshold range = RangeBasedF1.best(scores, labels);
        BestThreshold affiliation = AffiliationF1.best(scores, labels);

        assertThat(PointAdjustedF1.of(Labels.predicted(scores, adjusted.threshold()), labels)
                        .f1())
                .isEqualTo(adjusted.value());
        assertThat(EventBasedF1.of(Labels.predicted(scores, event.threshold()), labels)
                        .f1())
                .isEqualTo(event.value());
        assertThat(RangeBasedF1.of(Labels.predicted(scores, range.threshold()), labels)
                        .f1())
                .isEqualTo(range.value());
        assertThat(AffiliationF1.of(Labels.predicted(scores, affiliation.threshold()), labels)
                        .f1())
                .isEqualTo(affiliation.value());
    }

    @Test
    void aSeriesWithoutEventsHasNoBestThreshold() {
        double[] scores = {1, 2, 3};
        boolean[] labels = new boolean[3];

        assertThat(PointAdjustedF1.best(scores, labels).value()).isNaN();
        assertThat(EventBasedF1.best(scores, labels).value()).isNaN();
        assertThat(RangeBasedF1.best(scores, labels).value()).isNaN();
        assertThat(AffiliationF1.best(scores, labels).value()).isNaN();
    }

    private static void assertClose(PrecisionRecall found, double precision, double recall) {
        assertThat(found.precision()).as("precision").isEqualTo(precision, within(1e-12));
        assertThat(found.recall()).as("recall").isEqualTo(recall, within(1e-12));
    }
}
