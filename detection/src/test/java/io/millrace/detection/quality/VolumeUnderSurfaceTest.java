package io.millrace.detection.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeUnderSurfaceTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1, 0, 3",
        "2, 7, 0, 4",
        "3, 60, 2, 9",
        "4, 249, 0, 12",
        "5, 250, 1, 30",
        "6, 251, 0, 31",
        "7, 700, 0, 60"
    })
    void agreesWithTheDefinitionWrittenOutRowByRow(long seed, int rows, int levels, int maxWindow) {
        RandomSeries series = RandomSeries.of(seed, rows, levels);
        if (rows > 1) {
            series.labels()[0] = false; // at least one normal row
        }

        VolumeUnderSurface found = VolumeUnderSurface.of(series.scores(), series.labels(), maxWindow);
        double[] defined = rowByRow(series.scores(), series.labels(), maxWindow);

        if (rows > 1) {
            assertThat(found.roc()).isEqualTo(defined[0], within(1e-10));
        }
        assertThat(found.pr()).isEqualTo(defined[1], within(1e-10));
    }

    @Test
    void aPerfectScoreGivesOneWhenNoBorderCounts() {
        boolean[] labels = IntervalTest.flags("0001110000");
        double[] scores = {0, 0, 0, 9, 9, 9, 0, 0, 0, 0};

        assertThat(VolumeUnderSurface.of(scores, labels, 0)).isEqualTo(new VolumeUnderSurface(1, 1));
    }

    @Test
    void dependsOnTheOrderOfTheScoresAlone() {
        RandomSeries series = RandomSeries.of(21, 400, 0);
        double[] stretched =
                Arrays.stream(series.scores()).map(s -> Math.exp(s) * 3).toArray();

        assertThat(VolumeUnderSurface.of(stretched, series.labels(), 20))
                .isEqualTo(VolumeUnderSurface.of(series.scores(), series.labels(), 20));
    }

    @Test
    void forgivesADetectorThatIsAFewRowsLateMoreTheWiderTheWindow() {
        boolean[] labels = new boolean[300];
        double[] scores = new double[300];
        Arrays.fill(labels, 100, 140, true);
        Arrays.fill(scores, 105, 145, 1);

        double narrow = VolumeUnderSurface.of(scores, labels, 2).pr();
        double wide = VolumeUnderSurface.of(scores, labels, 40).pr();

        assertThat(wide).isGreaterThan(narrow);
    }

    @Test
    void isUndefinedWithoutAnAnomalousRow() {
        VolumeUnderSurface volume = VolumeUnderSurface.of(new double[] {1, 2}, new boolean[2], 5);

        assertThat(volume.roc()).isNaN();
        assertThat(volume.pr()).isNaN();
        assertThat(RangeVolume.of(new boolean[2], new boolean[2], 5).f()).isNaN();
    }

    @Test
    void refusesANegativeWindow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VolumeUnderSurface.of(new double[] {1}, new boolean[] {true}, -1))
                .withMessageContaining("-1");
    }

    @ParameterizedTest
    @CsvSource({
        // window 0 alone: plain precision, recall and F1
        "00111100, 01110000, 0, 0.6666666666666666, 0.5, 0.5714285714285714",
        // windows 0 and 1 have no border yet
        "00111100, 01110000, 1, 0.6666666666666666, 0.5, 0.5714285714285714",
        "00111100, 00000000, 3, 0, 0, 0",
        "00111100, 00111100, 3, 1, 1, 1",
    })
    void rangeVolumeAveragesThePredictionOverTheWindows(
            String labels, String predicted, int maxWindow, double precision, double recall, double f) {
        RangeVolume volume = RangeVolume.of(IntervalTest.flags(predicted), IntervalTest.flags(labels), maxWindow);

        assertThat(volume.precision()).isEqualTo(precision, within(1e-12));
        assertThat(volume.recall()).isEqualTo(recall, within(1e-12));
        assertThat(volume.f()).isEqualTo(f, within(1e-12));
    }

    /** For each window and threshold: build the soft labels, threshold, and sum over every row. */
    private static double[] rowByRow(double[] scores, boolean[] labels, int maxWindow) {
        int rows = labels.length;
        double[] descending =
                Arrays.stream(scores).map(s -> -s).sorted().map(s -> -s).toArray();
        List<Interval> events = Interval.fromLabels(labels);
        double anomalous = Inputs.count(labels);
        double roc = 0;
        double pr = 0;
        for (int window = 0; window <= maxWindow; window++) {
            double[] soft = softLabels(labels, events, window);
            List<Interval> zones = zones(events, rows, window / 2);
            double recallBefore = 0;
            double fprBefore = 0;
            for (int k = 0; k < 250; k++) {
                double threshold = descending[k == 249 ? rows - 1 : (int) (k * ((rows - 1) / 249.0))];
                double hits = 0;
                double predicted = 0;
                double softSum = anomalous;
                for (int row = 0; row < rows; row++) {
                    if (scores[row] >= threshold) {
                        predicted++;
                        hits += soft[row];
                        softSum += labels[row] ? 0 : soft[row];
                    }
                }
                long zonesHit = zones.stream()
                        .filter(zone -> Arrays.stream(scores, zone.start(), zone.end() + 1)
                                .anyMatch(score -> score >= threshold))
                        .count();
                double mean = (anomalous + softSum) / 2;
                double recall = Math.min(1, hits / mean) * zonesHit / zones.size();
                double fpr = (predicted - hits) / (rows - mean);
                roc += (fpr - fprBefore) * (recall + recallBefore) / 2;
                pr += (recall - recallBefore) * hits / predicted;
                recallBefore = recall;
                fprBefore = fpr;
            }
            roc += (1 - fprBefore) * (1 + recallBefore) / 2;
        }
        return new double[] {roc / (maxWindow + 1), pr / (maxWindow + 1)};
    }

    private static double[] softLabels(boolean[] labels, List<Interval> events, int window) {
        double[] soft = new double[labels.length];
        for (int row = 0; row < labels.length; row++) {
            double weight = labels[row] ? 1 : 0;
            for (Interval event : events) {
                int d = Math.max(event.start() - row, row - event.end());
                if (d > 0 && d <= window / 2) {
                    weight += Math.sqrt(1 - (double) d / window);
                }
            }
            soft[row] = Math.min(1, weight);
        }
        return soft;
    }

    private static List<Interval> zones(List<Interval> events, int rows, int half) {
        List<Interval> zones = new ArrayList<>();
        int from = 0;
        for (int j = 0; j < events.size(); j++) {
            boolean last = j == events.size() - 1;
            if (last || events.get(j).end() + half < events.get(j + 1).start() - half) {
                zones.add(new Interval(
                        Math.max(0, events.get(from).start() - half),
                        Math.min(rows - 1, events.get(j).end() + half)));
                from = j + 1;
            }
        }
        return zones;
    }
}
