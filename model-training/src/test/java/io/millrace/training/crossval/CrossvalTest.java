package io.millrace.training.crossval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.tree.TreeFamily;
import io.millrace.training.crossval.CrossvalResult.Judged;
import io.millrace.training.report.CrossvalReport;
import io.millrace.training.series.UnreadableSeriesException;
import io.millrace.training.trees.TreeOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrossvalTest {

    private static final CrossvalOptions OPTIONS = new CrossvalOptions(
            List.of(TreeFamily.XGBOOST, TreeFamily.LIGHTGBM),
            TreeOptions.DEFAULT.withTrees(40),
            3,
            4,
            true,
            ThresholdTarget.HALF);

    /** Ten machines with shared time; class 1 where the product of two sensors is high, which no line can say. */
    private static LearningTable table(int classes, long seed) {
        var random = new Random(seed);
        int rows = 600;
        var values = new float[rows][];
        var machines = new String[rows];
        var times = new long[rows];
        var labels = new double[rows];
        for (int r = 0; r < rows; r++) {
            machines[r] = "m" + r / 60;
            times[r] = r % 60 * 10 + r / 60;
            values[r] = new float[] {(float) random.nextGaussian(), (float) random.nextGaussian(), random.nextInt(2)};
            double product = values[r][0] * values[r][1];
            labels[r] = classes == 1
                    ? 10 * product
                    : classes == 2 ? product > 0.5 ? 1 : 0 : product > 0.5 ? 2 : product < -0.5 ? 1 : 0;
        }
        List<String> names = List.of("normal", "leak", "wear").subList(0, classes);
        return new LearningTable(
                "synthetic",
                List.of("a", "b"),
                List.of("mode"),
                values,
                machines,
                times,
                labels,
                names,
                true,
                false,
                List.of());
    }

    @ParameterizedTest
    @EnumSource(Folding.class)
    void foldsJudgeEveryRowOnceAtMostAndNeverByWhatWasLearned(Folding folding) {
        LearningTable table = table(2, 1);
        List<Fold> folds = folding.folds(table, 4, 1);

        var judged = new HashSet<Integer>();
        for (Fold fold : folds) {
            Set<Integer> train = IntStream.of(fold.train()).boxed().collect(Collectors.toSet());
            for (int r : fold.test()) {
                assertThat(train).doesNotContain(r);
                assertThat(judged.add(r)).isTrue();
            }
        }
        assertThat(judged).hasSize(folding == Folding.TIME_ORDERED ? 480 : folding == Folding.SET_ASIDE ? 0 : 600);
    }

    @Test
    void timeOrderedFoldsLearnFromThePastAlone() {
        LearningTable table = table(2, 1);
        for (Fold fold : Folding.TIME_ORDERED.folds(table, 4, 1)) {
            long newest = IntStream.of(fold.train())
                    .mapToLong(r -> table.times()[r])
                    .max()
                    .orElseThrow();
            long oldest = IntStream.of(fold.test())
                    .mapToLong(r -> table.times()[r])
                    .min()
                    .orElseThrow();
            assertThat(newest).isLessThanOrEqualTo(oldest);
        }
    }

    @Test
    void stratifiedFoldsHaveEachClassAlikeAndMachinesAreNeverSplit() {
        LearningTable table = table(3, 1);
        for (int label = 0; label < 3; label++) {
            int own = label;
            List<Long> counts = Folding.STRATIFIED.folds(table, 4, 1).stream()
                    .map(fold -> IntStream.of(fold.test())
                            .filter(r -> table.labels()[r] == own)
                            .count())
                    .toList();
            assertThat(counts.stream().max(Long::compare).orElseThrow()
                            - counts.stream().min(Long::compare).orElseThrow())
                    .isLessThanOrEqualTo(1);
        }
        for (Fold fold : Folding.BY_MACHINE.folds(table, 4, 1)) {
            Set<String> learned = IntStream.of(fold.train())
                    .mapToObj(r -> table.machines()[r])
                    .collect(Collectors.toSet());
            assertThat(IntStream.of(fold.test()).mapToObj(r -> table.machines()[r]))
                    .noneMatch(learned::contains);
        }
    }

    /** A feature row may not change when any later row, or any test row's label, does. */
    @Test
    void featuresLookBackWithinTheMachineAlone() {
        LearningTable table = table(2, 1);
        int[] train = IntStream.range(0, 300).toArray();
        double[][] before = FeatureRows.of(table, 3, train);
        float[][] changed = table.values().clone();
        for (int r = 100; r < 600; r++) {
            changed[r] = new float[] {9, 9, changed[r][2]};
        }
        var other = new LearningTable(
                "other",
                table.sensors(),
                table.states(),
                changed,
                table.machines(),
                table.times(),
                table.labels(),
                table.classes(),
                true,
                false,
                List.of());

        double[][] after = FeatureRows.of(other, 3, train);

        for (int r = 0; r < 100; r++) {
            assertThat(after[r]).containsExactly(before[r]);
        }
        assertThat(before[60][1]).isNaN(); // the machine's first row has none before it
    }

    @Test
    void treesFindWhatNoLineSays() {
        for (int classes = 1; classes <= 3; classes++) {
            CrossvalResult result = Crossval.run(
                    table(classes, 2), List.of(Folding.STRATIFIED, Folding.TIME_ORDERED), OPTIONS, now -> {});
            String main = classes == 1 ? "R²" : "macro F1";
            for (CrossvalResult.Division division : result.divisions()) {
                Map<String, Judged> byName =
                        division.learners().stream().collect(Collectors.toMap(Judged::learner, judged -> judged));
                for (String trees : List.of("xgboost", "lightgbm")) {
                    assertThat(byName.get(trees).means().get(main))
                            .as("%s, %d classes, %s", trees, classes, division.folding())
                            .isGreaterThan(
                                    byName.get("linear or logistic").means().get(main) + 0.1);
                }
            }
            assertThat(new CrossvalReport(result).markdown()).contains("| xgboost |", "| majority or mean |");
        }
    }

    @Test
    void figuresAgreeWithHandCounts() {
        long[][] confusion = Figures.confusion(new int[] {0, 0, 0, 1, 1}, new int[] {0, 0, 1, 1, 0}, 2);
        assertThat(confusion).isDeepEqualTo(new long[][] {{2, 1}, {1, 1}});
        assertThat(Figures.ofClasses(confusion))
                .containsEntry("accuracy", 0.6)
                .containsEntry("precision", 0.5)
                .containsEntry("recall", 0.5)
                .containsEntry("F1", 0.5);
        assertThat(Figures.ofClasses(confusion).get("macro F1")).isCloseTo((0.5 + 2 / 3.0) / 2, within(1e-12));
        assertThat(Figures.ofValues(new double[] {1, 2, 3}, new double[] {1, 2, 5}))
                .containsEntry("R²", -1.0)
                .containsEntry("MAE", 2 / 3.0);
    }

    @Test
    void aThresholdReachesItsTarget() {
        double[] probabilities = {0.9, 0.8, 0.7, 0.4, 0.2};
        boolean[] yes = {true, false, true, true, false};

        assertThat(new ThresholdTarget(ThresholdTarget.Kind.RECALL, 1).choose(probabilities, yes))
                .isBetween(0.2, 0.4);
        assertThat(new ThresholdTarget(ThresholdTarget.Kind.PRECISION, 0.7).choose(probabilities, yes))
                .isBetween(0.2, 0.4);
        assertThat(new ThresholdTarget(ThresholdTarget.Kind.PRECISION, 1).choose(probabilities, yes))
                .isBetween(0.8, 0.9);
        assertThat(ThresholdTarget.HALF.choose(probabilities, yes)).isEqualTo(0.5);
    }

    @Test
    void tablesThatAreNotKnownAreRefused(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("some.csv");
        Files.writeString(file, "a,b\n1,2\n");
        assertThatThrownBy(() -> SupervisedTask.ANOMALY.read(file))
                .isInstanceOf(UnreadableSeriesException.class)
                .hasMessageContaining("is no table that supervised tasks are known of")
                .hasMessageContaining("[a, b]");
        assertThatThrownBy(() -> Folding.TIME_ORDERED.folds(
                        new LearningTable(
                                "t",
                                List.of("a"),
                                List.of(),
                                new float[][] {{1}},
                                new String[] {"m"},
                                new long[1],
                                new double[1],
                                List.of("no", "yes"),
                                false,
                                true,
                                List.of()),
                        2,
                        1))
                .hasMessageContaining("t has no time order");
    }

    /** Engines in C-MAPSS' layout whose fourth sensor creeps up over the last thirty cycles; the others stand still or are noise. */
    private static void engines(Path file, int count, int cut, long seed) throws Exception {
        var random = new Random(seed);
        var lines = new StringBuilder();
        for (int engine = 1; engine <= count; engine++) {
            int life = 40 + 5 * engine;
            for (int cycle = 1; cycle <= life - cut * engine; cycle++) {
                lines.append(engine).append(' ').append(cycle);
                for (int column = 0; column < 24; column++) {
                    double wear = Math.max(0, cycle - (life - 30)) + random.nextDouble();
                    lines.append(' ').append(column == 3 ? wear : column == 4 ? random.nextDouble() : 7);
                }
                lines.append('\n');
            }
        }
        Files.writeString(file, lines);
    }

    @Test
    void enginesThatAreSetAsideAreJudgedByTheirPublishedLivesAndNeverLearnedFrom(@TempDir Path folder)
            throws Exception {
        Path train = folder.resolve("train_FD001.txt");
        engines(train, 6, 0, 1);
        assertThat(SupervisedTask.foldings(SupervisedTask.REMAINING_LIFE.read(train)))
                .containsExactly(Folding.BY_MACHINE);
        engines(folder.resolve("test_FD001.txt"), 3, 4, 2);
        Files.writeString(folder.resolve("RUL_FD001.txt"), "4\n8\n12\n");

        LearningTable table = SupervisedTask.REMAINING_LIFE.read(train);

        assertThat(table.sensors()).hasSize(3).endsWith("cycle"); // those that stand still are left out
        assertThat(SupervisedTask.foldings(table)).containsExactly(Folding.BY_MACHINE, Folding.SET_ASIDE);
        Fold fold = Folding.SET_ASIDE.folds(table, 3, 1).get(0);
        assertThat(IntStream.of(fold.test()).mapToDouble(r -> table.labels()[r]))
                .containsExactly(4.0, 8.0, 12.0);
        assertThat(IntStream.of(fold.train()).mapToObj(r -> table.machines()[r]))
                .noneMatch(table.aside()::contains);
        for (Fold each : Folding.BY_MACHINE.folds(table, 3, 1)) {
            assertThat(IntStream.concat(IntStream.of(each.train()), IntStream.of(each.test()))
                            .mapToObj(r -> table.machines()[r]))
                    .noneMatch(table.aside()::contains);
        }

        var options = new CrossvalOptions(
                List.of(TreeFamily.LIGHTGBM), TreeOptions.DEFAULT.withTrees(60), 5, 3, true, ThresholdTarget.HALF);
        CrossvalResult result = Crossval.run(table, SupervisedTask.foldings(table), options, now -> {});
        Map<String, Judged> aside = result.divisions().get(1).learners().stream()
                .collect(Collectors.toMap(Judged::learner, judged -> judged));
        assertThat(aside.get("lightgbm").means().get("MAE"))
                .isLessThan(aside.get("majority or mean").means().get("MAE") / 2);
        assertThat(new CrossvalReport(result).markdown())
                .contains("**set-aside**, 1 fold:", "Published for the same test engines", "16.14");

        Files.writeString(folder.resolve("RUL_FD001.txt"), "4\n8\n");
        assertThatThrownBy(() -> SupervisedTask.REMAINING_LIFE.read(train))
                .hasMessageContaining("has 2 lives, expected one for each of the 3 engines");
        Files.writeString(folder.resolve("RUL_FD001.txt"), "4\nx\n12\n");
        assertThatThrownBy(() -> SupervisedTask.REMAINING_LIFE.read(train)).hasMessageContaining("found 'x'");
    }

    @Test
    void labelsAreNeverFeatures(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("smart.csv");
        Files.writeString(file, """
                machine,timestamp,temperature,vibration,humidity,pressure,energy_consumption,machine_status,anomaly_flag,predicted_remaining_life,failure_type,downtime_risk,maintenance_required
                B,2025-03-07 02:37:00,61,21,70,3,1,Idle,No,309,Normal,,No
                B,2025-03-06 02:37:00,95,22,71,2,4,Running,Yes,12,Overheating,1.0,Yes
                A,2025-03-08 02:37:00,62,23,72,1,5,,No,200,Normal,0.0,No
                """);

        LearningTable anomaly = SupervisedTask.ANOMALY.read(file);
        assertThat(anomaly.sensors())
                .containsExactly("temperature", "vibration", "humidity", "pressure", "energy_consumption");
        assertThat(anomaly.machines()).containsExactly("A", "B", "B");
        assertThat(anomaly.labels()).containsExactly(0, 1, 0);
        assertThat(anomaly.values()[1]).containsExactly(95, 22, 71, 2, 4, 1);
        assertThat(anomaly.values()[0][5]).isNaN();
        assertThat(SupervisedTask.DOWNTIME_RISK.read(file).labelled()).containsExactly(0, 1);
        assertThat(SupervisedTask.FAILURE_TYPE.read(file).classes()).containsExactly("Normal", "Overheating");
        assertThat(SupervisedTask.REMAINING_LIFE.read(file).labels()).containsExactly(200, 12, 309);
        assertThat(Arrays.stream(SupervisedTask.values()).map(SupervisedTask::optionName))
                .containsExactlyElementsOf(SupervisedTask.optionNames());
    }
}
