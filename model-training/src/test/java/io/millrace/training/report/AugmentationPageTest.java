package io.millrace.training.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.detection.reading.SensorLayout;
import io.millrace.training.augment.FaultEpisodes;
import io.millrace.training.augment.SyntheticFaultKind;
import io.millrace.training.evaluate.AugmentationGain;
import io.millrace.training.evaluate.FaultRecall;
import io.millrace.training.network.TrainingProgress;
import io.millrace.training.recipe.KnownKinds;
import io.millrace.training.series.Series;
import io.millrace.training.suite.Suite;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class AugmentationPageTest {

    private static final FaultEpisodes TWO = new FaultEpisodes(2, 300, 5);

    @Test
    void recallAndFalseAlarmsOfADetectorAreMeasuredAndTabled() {
        FaultRecall recall = measure("window-pca");

        assertThat(recall.planted()).isEqualTo(2);
        assertThat(recall.found()).containsOnlyKeys(SyntheticFaultKind.values());
        assertThat(recall.found().values())
                .allSatisfy(found -> assertThat(found).isBetween(0, 2));
        assertThat(recall.found()).containsEntry(SyntheticFaultKind.DROPOUT, 2);
        assertThat(recall.rows()).isEqualTo(2 * (300 - 59));
        assertThat(recall.rowsInAlarm()).isLessThan(recall.rows() / 2);
        assertThat(AugmentationPage.faults(List.of(recall), TWO, Map.of("epochs", "6"), "./millrace augment"))
                .contains(
                        "by `./millrace augment`",
                        "| detector | labels | spike | level-shift |",
                        "| window-pca | no | ",
                        "6 epochs",
                        "waves");
    }

    @Test
    void aKindThatNeedsLabelsLearnsFromPlantedFaults() {
        FaultRecall recall = measure("xgboost");

        assertThat(recall.found().values().stream().mapToInt(Integer::intValue).sum())
                .isPositive();
    }

    @Test
    void wordsFollowFromFigures() {
        assertThat(verdicts(gain(new double[] {.50, .52, .51}, new double[] {.60, .63, .60})))
                .contains("pca with light windows: **helps.** Better: F1 +0.100.");
        assertThat(verdicts(gain(new double[] {.50, .52, .51}, new double[] {.40, .41, .41})))
                .contains("pca with light windows: **harms.** Worse: F1 -0.103.");
        assertThat(verdicts(gain(new double[] {.50, .52, .51}, new double[] {.55, .47, .52})))
                .contains("pca with light windows: **does not help.** No figure differs by more than chance");
    }

    @Test
    void fewerFalseAlarmsAreBetter() {
        List<Map<String, Double>> before =
                List.of(Map.of("f1", .5, "falseAlarmRate", .2), Map.of("f1", .5, "falseAlarmRate", .2));
        List<Map<String, Double>> after =
                List.of(Map.of("f1", .4, "falseAlarmRate", .1), Map.of("f1", .4, "falseAlarmRate", .1));

        assertThat(verdicts(gain(before, after))).contains("**mixed.** Better: false alarms -0.100; worse: F1 -0.100.");
    }

    @Test
    void theTableShowsSpreadAndDifferenceSeedBySeed() {
        List<List<String>> table =
                AugmentationPage.gainTable(List.of(gain(new double[] {.5, .7}, new double[] {.6, .8})));

        assertThat(table.get(0)).containsExactly("detector", "synthetic", "F1");
        assertThat(table.get(1)).containsExactly("pca", "none", "0.600 ± 0.141");
        assertThat(table.get(2)).containsExactly("pca", "light", "0.700 ± 0.141 (+0.100 ± 0.000)");
    }

    private static String verdicts(AugmentationGain gain) {
        return String.join("\n", AugmentationPage.verdicts(gain));
    }

    private static AugmentationGain gain(double[] before, double[] after) {
        return gain(figures(before), figures(after));
    }

    private static List<Map<String, Double>> figures(double[] f1) {
        return DoubleStream.of(f1).mapToObj(value -> Map.of("f1", value)).toList();
    }

    private static AugmentationGain gain(List<Map<String, Double>> before, List<Map<String, Double>> after) {
        var arms = new LinkedHashMap<String, List<Map<String, Double>>>();
        arms.put(AugmentationGain.PLAIN, before);
        arms.put("light", after);
        arms.put("vae", after);
        return new AugmentationGain(Suite.SKAB, 1, "pca", 0.3, arms);
    }

    private static FaultRecall measure(String kind) {
        return FaultRecall.measure(
                KnownKinds.of(kind),
                Map.of(),
                FaultRecall.Recording.of("waves", waves(), 0.6),
                TWO,
                1,
                TrainingProgress.SILENT);
    }

    private static Series waves() {
        int count = 6_000;
        var random = new SplittableRandom(4);
        var rows = new double[count][];
        var timestamps = new long[count];
        for (int r = 0; r < count; r++) {
            timestamps[r] = 1_000L * r;
            rows[r] = new double[] {
                Math.sin(r / 9.0) + 0.05 * random.nextGaussian(),
                Math.sin(r / 9.0) + 0.05 * random.nextGaussian(),
                Math.cos(r / 13.0) + 0.05 * random.nextGaussian()
            };
        }
        return new Series("waves", SensorLayout.ofNames(List.of("a", "b", "c")), timestamps, rows, Optional.empty());
    }
}
