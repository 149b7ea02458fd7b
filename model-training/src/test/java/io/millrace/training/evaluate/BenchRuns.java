package io.millrace.training.evaluate;

import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.threshold.ThresholdPolicy;
import io.millrace.training.pipeline.InputOptions;
import io.millrace.training.recipe.DetectorKind;
import io.millrace.training.recipe.DetectorRecipe;
import io.millrace.training.suite.Suite;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small real evaluations on the water bench. */
public final class BenchRuns {

    private BenchRuns() {}

    /** Principal components, then a naive baseline, on a few series. */
    public static List<SuiteEvaluation> of(Path folder, int files) throws Exception {
        var rule = new AlarmRule(Smoothing.NONE, new ThresholdPolicy.TrainQuantile(1, 1.5), new Morphology(1, 20, 0));
        Map<String, SuiteConfiguration.Configured> detectors = new LinkedHashMap<>();
        detectors.put("window-pca", configured("window-pca", new DetectorKind.WindowPca(40, 500, 0.9), rule));
        detectors.put("last-value", configured("last-value", new DetectorKind.LastValue(), rule));
        var configuration = new SuiteConfiguration(Suite.SKAB, ScoreTiming.CAUSAL, detectors, "window-pca");
        SuiteRunner runner = SuiteRunner.open(configuration, WaterBench.write(folder, files), ScoreCache.none());
        return List.of(
                runner.run("window-pca", 1, EvaluationProgress.SILENT),
                runner.run("last-value", 1, EvaluationProgress.SILENT));
    }

    private static SuiteConfiguration.Configured configured(String name, DetectorKind kind, AlarmRule rule) {
        return new SuiteConfiguration.Configured(
                new DetectorRecipe(name, InputOptions.DEFAULT, false, kind, 0.3), rule);
    }
}
