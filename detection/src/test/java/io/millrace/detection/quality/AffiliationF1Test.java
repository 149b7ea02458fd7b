package io.millrace.detection.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AffiliationF1Test {

    private static final int STEPS_PER_ROW = 256;

    @ParameterizedTest
    @CsvSource({
        // exact prediction; nothing predicted; the right half of an event in the middle of 8 rows
        "00111100, 00111100, 1, 1",
        "00111100, 00000000, NaN, 0",
        // the missing half [2, 4) lies 0 … 2 rows from the prediction: P = 1 - 2d/8, mean 0.75; with the hit half 0.875
        "00111100, 00001100, 1, 0.875",
        // beside the event: P = 1 - (4 + 2d)/8 for d = 0 … 1, mean 0.375; the event lies d = 0 … 4 from it, where
        // P = 1 - (d + min(d, 6 - d))/8, mean 1 - (8 + 7)/8/4
        "00111100, 01000000, 0.375, 0.53125",
    })
    void measuresNearnessAgainstChance(String labels, String predicted, double precision, double recall) {
        PrecisionRecall found = AffiliationF1.of(IntervalTest.flags(predicted), IntervalTest.flags(labels));

        assertThat(found.precision()).isEqualTo(precision, within(1e-12));
        assertThat(found.recall()).isEqualTo(recall, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithTheIntegralsOfTheDefinition(long seed) {
        RandomSeries series = RandomSeries.of(seed, 120, 0);
        boolean[] predicted = Labels.predicted(series.scores(), 1.2);

        PrecisionRecall found = AffiliationF1.of(predicted, series.labels());

        PrecisionRecall defined =
                byMidpoints(Interval.fromLabels(predicted), Interval.fromLabels(series.labels()), 120);
        assertThat(found.precision()).isEqualTo(defined.precision(), within(1e-5));
        assertThat(found.recall()).isEqualTo(defined.recall(), within(1e-5));
    }

    @Test
    void aZoneWithoutPredictionCostsRecallAndNotPrecision() {
        PrecisionRecall found =
                AffiliationF1.of(IntervalTest.flags("011000000000"), IntervalTest.flags("011000000110"));

        assertThat(found.precision()).isEqualTo(1);
        assertThat(found.recall()).isEqualTo(0.5);
    }

    /** The definition, integrated by the midpoint rule: for each point, the share of the zone that lies farther away. */
    private static PrecisionRecall byMidpoints(List<Interval> predicted, List<Interval> events, int rows) {
        double precisionSum = 0;
        double recallSum = 0;
        int zones = 0;
        for (int j = 0; j < events.size(); j++) {
            double eventFrom = events.get(j).start();
            double eventTo = events.get(j).end() + 1;
            double zoneFrom = j == 0 ? 0 : (events.get(j - 1).end() + 1 + eventFrom) / 2;
            double zoneTo =
                    j == events.size() - 1 ? rows : (eventTo + events.get(j + 1).start()) / 2;
            double sum = 0;
            int points = 0;
            for (double x = zoneFrom + 0.5 / STEPS_PER_ROW; x < zoneTo; x += 1.0 / STEPS_PER_ROW) {
                if (distance(x, predicted, zoneFrom, zoneTo) == 0) {
                    double d = Math.max(0, Math.max(eventFrom - x, x - eventTo));
                    sum += d == 0 ? 1 : farther(eventFrom - d, eventTo + d, zoneFrom, zoneTo);
                    points++;
                }
            }
            if (points > 0) {
                precisionSum += sum / points;
                zones++;
                sum = 0;
                for (double y = eventFrom + 0.5 / STEPS_PER_ROW; y < eventTo; y += 1.0 / STEPS_PER_ROW) {
                    double d = distance(y, predicted, zoneFrom, zoneTo);
                    sum += d == 0 ? 1 : farther(y - d, y + d, zoneFrom, zoneTo);
                }
                recallSum += sum / STEPS_PER_ROW / (eventTo - eventFrom);
            }
        }
        return new PrecisionRecall(precisionSum / zones, recallSum / events.size());
    }

    private static double farther(double low, double high, double zoneFrom, double zoneTo) {
        return 1 - (Math.min(high, zoneTo) - Math.max(low, zoneFrom)) / (zoneTo - zoneFrom);
    }

    private static double distance(double point, List<Interval> predicted, double zoneFrom, double zoneTo) {
        double nearest = Double.POSITIVE_INFINITY;
        for (Interval each : predicted) {
            double from = Math.max(each.start(), zoneFrom);
            double to = Math.min(each.end() + 1, zoneTo);
            if (from < to) {
                nearest = Math.min(nearest, Math.max(0, Math.max(from - point, point - to)));
            }
        }
        return nearest;
    }
}
