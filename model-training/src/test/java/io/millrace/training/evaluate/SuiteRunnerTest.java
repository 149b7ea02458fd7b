package io.millrace.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.threshold.ThresholdPolicy;
import io.millrace.training.pipeline.InputOptions;
import io.millrace.training.recipe.DetectorKind;
import io.millrace.training.recipe.DetectorRecipe;
import io.millrace.training.series.UnreadableSeriesException;
import io.millrace.training.suite.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteRunnerTest {

    private static final String PCA = "window-pca";

    @TempDir
    private Path folder;

    @Test
    void findsABlatantFaultWithoutLabelsInAnyChoice() throws Exception {
        SuiteEvaluation run = run(WaterBench.write(folder, 2), configuration(1.5), ScoreCache.none());

        Map<String, Double> figures = run.groups().get("SKAB").figures();
        assertThat(figures).containsEntry("tp", 2.0).containsEntry("fn", 0.0);
        assertThat(figures.get("eventRecall")).isEqualTo(1);
        assertThat(figures.get("vusPrDelayed")).isGreaterThan(0.9);
        assertThat(run.series()).allSatisfy(one -> {
            assertThat(one.events()).anyMatch(DetectedEvent::hit);
            assertThat(one.events().get(0).topSensors().get(0)).isEqualTo("Pressure");
        });
    }

    @Test
    void causalAndDelayedFiguresStandUnderTheirNamesAndDiffer() throws Exception {
        SuiteEvaluation run = run(WaterBench.write(folder, 1), configuration(1.5), ScoreCache.none());

        Map<String, Double> figures = run.groups().get("SKAB").figures();
        assertThat(figures.get("vusPr")).isEqualTo(figures.get("vusPrCausal"));
        assertThat(figures.get("vusPrDelayed")).isNotEqualTo(figures.get("vusPrCausal"));
        assertThat(run.json()).containsEntry("rankingScores", "causal");
    }

    @Test
    void oracleFiguresStandApart() throws Exception {
        SuiteEvaluation run = run(WaterBench.write(folder, 1), configuration(1.5), ScoreCache.none());

        GroupFigures group = run.groups().get("SKAB");
        assertThat(group.figures()).doesNotContainKey("bestF1");
        assertThat(group.oracle()).containsKey("bestF1");
    }

    @Test
    void labelsDecideNoScoreThresholdOrAlarm() throws Exception {
        SuiteEvaluation labelled = run(WaterBench.write(folder.resolve("a"), 1), configuration(1.5), ScoreCache.none());
        WaterBench.write(folder.resolve("b"), "valve1/0.csv", 0, false);
        SuiteEvaluation unlabelled = run(folder.resolve("b"), configuration(1.5), ScoreCache.none());

        SeriesEvaluation one = labelled.series().get(0);
        SeriesEvaluation other = unlabelled.series().get(0);
        assertThat(other.scored().raw()).containsExactly(one.scored().raw());
        assertThat(other.threshold()).isEqualTo(one.threshold());
        assertThat(other.events())
                .extracting(DetectedEvent::start)
                .isEqualTo(one.events().stream().map(DetectedEvent::start).toList());
        assertThat(other.alarms().confusion().truePositives()).isZero();
    }

    @Test
    void anotherThresholdUsesTheSameScores() throws Exception {
        Path datasets = WaterBench.write(folder.resolve("data"), 2);
        Path cache = folder.resolve("cache");
        SuiteEvaluation first = run(datasets, configuration(1.5), ScoreCache.in(cache));
        List<String> files = names(cache);
        SuiteEvaluation second = run(datasets, configuration(50), ScoreCache.in(cache));

        assertThat(files).hasSize(2).allMatch(name -> name.endsWith(".scores"));
        assertThat(names(cache)).isEqualTo(files);
        assertThat(second.series().get(0).scored().raw())
                .containsExactly(first.series().get(0).scored().raw());
        assertThat(second.series().get(0).threshold())
                .isCloseTo(first.series().get(0).threshold() * 50 / 1.5, within(1e-9));
    }

    @Test
    void anotherRecipeOrOtherRowsMissTheCache() throws Exception {
        var series = Suite.SKAB.read(WaterBench.write(folder, 2));
        DetectorRecipe recipe = configuration(1).detector(PCA).recipe();
        var wider = new DetectorRecipe(PCA, InputOptions.DEFAULT, false, new DetectorKind.WindowPca(50, 500, 0.9), 0.3);

        String key = ScoreCache.key(series.get(0), recipe, 1);
        assertThat(ScoreCache.key(series.get(0), recipe, 2))
                .as("nothing here is random")
                .isEqualTo(key);
        assertThat(ScoreCache.key(series.get(1), recipe, 1)).isNotEqualTo(key);
        assertThat(ScoreCache.key(series.get(0), wider, 1)).isNotEqualTo(key);
    }

    @Test
    void aDamagedCacheFileIsScoredAgain() throws Exception {
        Path datasets = WaterBench.write(folder.resolve("data"), 1);
        Path cache = folder.resolve("cache");
        SuiteEvaluation first = run(datasets, configuration(1.5), ScoreCache.in(cache));
        Path file = cache.resolve(names(cache).get(0));
        Files.write(file, List.of("not scores"));

        SuiteEvaluation again = run(datasets, configuration(1.5), ScoreCache.in(cache));
        assertThat(again.series().get(0).scored().raw())
                .containsExactly(first.series().get(0).scored().raw());
        assertThat(Files.size(file)).isGreaterThan(100);
    }

    @Test
    void anInterruptEndsTheRunBetweenSeriesAndLeavesNothingHalfWritten() throws Exception {
        Path datasets = WaterBench.write(folder.resolve("data"), 3);
        Path cache = folder.resolve("cache");
        var runner = SuiteRunner.open(configuration(1.5), datasets, ScoreCache.in(cache));
        EvaluationProgress interrupting = new EvaluationProgress() {
            @Override
            public void done(String detector, String series) {
                Thread.currentThread().interrupt();
            }
        };

        assertThatThrownBy(() -> runner.run(PCA, 1, interrupting))
                .isInstanceOf(InterruptedException.class)
                .hasMessageContaining("after 1 of 3 series");
        assertThat(names(cache)).hasSize(1).allMatch(name -> name.endsWith(".scores"));
    }

    @Test
    void aFolderWithoutSeriesIsNamed() {
        assertThatThrownBy(() -> SuiteRunner.open(configuration(1.5), folder, ScoreCache.none()))
                .isInstanceOf(UnreadableSeriesException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("--datasets");
    }

    @Test
    void tooShortTrainingRowsAreNamedWithTheWayOut() throws IOException {
        var tall = new DetectorRecipe(PCA, InputOptions.DEFAULT, false, new DetectorKind.WindowPca(500, 500, 0.9), 0.3);
        var configuration = configuration(tall, 1.5);
        var runner = SuiteRunner.open(configuration, WaterBench.write(folder, 1), ScoreCache.none());

        assertThatThrownBy(() -> runner.run(PCA, 1, EvaluationProgress.SILENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("400 training rows")
                .hasMessageContaining("shorter window");
    }

    private static SuiteEvaluation run(Path datasets, SuiteConfiguration configuration, ScoreCache cache)
            throws IOException, InterruptedException {
        return SuiteRunner.open(configuration, datasets, cache).run(PCA, 1, EvaluationProgress.SILENT);
    }

    private static SuiteConfiguration configuration(double margin) {
        return configuration(
                new DetectorRecipe(PCA, InputOptions.DEFAULT, false, new DetectorKind.WindowPca(40, 500, 0.9), 0.3),
                margin);
    }

    private static SuiteConfiguration configuration(DetectorRecipe recipe, double margin) {
        var rule =
                new AlarmRule(Smoothing.NONE, new ThresholdPolicy.TrainQuantile(1, margin), new Morphology(1, 20, 0));
        return new SuiteConfiguration(
                Suite.SKAB, ScoreTiming.CAUSAL, Map.of(PCA, new SuiteConfiguration.Configured(recipe, rule)), PCA);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
