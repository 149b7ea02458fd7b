package io.millrace.training.evaluate;

import io.millrace.detection.detector.EnsembleDetector;
import io.millrace.detection.detector.KMeansWindowsDetector;
import io.millrace.detection.detector.MemoryPolicy;
import io.millrace.detection.detector.PredictorSettings;
import io.millrace.detection.detector.Voting;
import io.millrace.detection.detector.WindowNeighbourDetector;
import io.millrace.detection.detector.WindowPcaDetector;
import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.threshold.ThresholdPolicy;
import io.millrace.training.pipeline.InputOptions;
import io.millrace.training.recipe.DetectorKind;
import io.millrace.training.recipe.DetectorRecipe;
import io.millrace.training.recipe.EnsembleKind;
import io.millrace.training.recipe.LstmAutoencoderKind;
import io.millrace.training.suite.Suite;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of every suite. Each is one setting for all series of the suite, chosen for a broad optimum on the development series: what
 * is best by a hair on these series would show elsewhere. No label of any series takes part at run time.
 */
public final class SuiteConfigurations {

    /** Newest share of the training rows that the threshold rests on. */
    private static final double HELD_BACK = 0.3;

    private static final MemoryPolicy GROWING = new MemoryPolicy(2_000, 4, 80);

    private static final DetectorKind NEIGHBOUR = new DetectorKind.WindowNeighbour(40, 1_500, GROWING);
    private static final DetectorKind PCA = new DetectorKind.WindowPca(60, 1_200, 0.9);
    private static final DetectorKind TRAINING_NEIGHBOUR =
            new DetectorKind.WindowNeighbour(80, 1_500, MemoryPolicy.NONE);

    private SuiteConfigurations() {}

    public static SuiteConfiguration of(Suite suite) {
        return switch (suite) {
            case SMAP_MSL -> smapMsl();
            case TSB_AD -> tsbAd();
            case SKAB -> skab();
            case NAB -> nab();
            case ASD, SMD -> servers(suite);
        };
    }

    private static SuiteConfiguration smapMsl() {
        var rule = new AlarmRule(
                new Smoothing(0.05),
                new ThresholdPolicy.Floor(new ThresholdPolicy.TrainQuantile(0.995, 2.5), 0.1),
                new Morphology(1, 100, 0));
        return configuration(Suite.SMAP_MSL, ScoreTiming.CAUSAL, HELD_BACK, rule, NEIGHBOUR, ensemble());
    }

    private static SuiteConfiguration tsbAd() {
        var rule =
                new AlarmRule(Smoothing.NONE, new ThresholdPolicy.TrainQuantile(0.995, 1.5), new Morphology(1, 50, 0));
        return configuration(Suite.TSB_AD, ScoreTiming.DELAYED, HELD_BACK, rule, NEIGHBOUR, twoScales());
    }

    private static SuiteConfiguration skab() {
        var rule = new AlarmRule(
                new Smoothing(0.15), new ThresholdPolicy.TrainQuantile(1, 1.25), new Morphology(1, 20, 0));
        return configuration(Suite.SKAB, ScoreTiming.CAUSAL, HELD_BACK, rule, NEIGHBOUR, ensemble());
    }

    private static SuiteConfiguration nab() {
        var rule = new AlarmRule(
                new Smoothing(0.2), new ThresholdPolicy.TrainQuantile(0.995, 2), new Morphology(1, 100, 0));
        return configuration(Suite.NAB, ScoreTiming.CAUSAL, HELD_BACK, rule, NEIGHBOUR, ensemble());
    }

    private static SuiteConfiguration servers(Suite suite) {
        var rule = new AlarmRule(
                new Smoothing(0.2), new ThresholdPolicy.TrainQuantile(0.995, 2), new Morphology(1, 20, 0));
        return configuration(suite, ScoreTiming.CAUSAL, HELD_BACK, rule, NEIGHBOUR, ensemble());
    }

    private static DetectorKind ensemble() {
        return EnsembleKind.of(Voting.MEAN, 1e-6, NEIGHBOUR, PCA, TRAINING_NEIGHBOUR);
    }

    /** Nearest window and principal components, each at a long and at a short window: slow drifts and short bursts both have a voice. */
    private static DetectorKind twoScales() {
        var memory = new MemoryPolicy(1_000, 20, 40);
        return EnsembleKind.of(
                Voting.ROOT_MEAN_SQUARE,
                0.01,
                new DetectorKind.WindowNeighbour(120, 1_500, memory),
                new DetectorKind.WindowPca(120, 1_200, 0.9),
                new DetectorKind.WindowNeighbour(20, 1_500, memory),
                new DetectorKind.WindowPca(20, 1_200, 0.9));
    }

    private static SuiteConfiguration configuration(
            Suite suite,
            ScoreTiming timing,
            double heldBack,
            AlarmRule rule,
            DetectorKind neighbour,
            DetectorKind ensemble) {
        var kinds = new LinkedHashMap<String, DetectorKind>();
        kinds.put(EnsembleDetector.NAME, ensemble);
        kinds.put(ReconstructionDetector.NAME, LstmAutoencoderKind.DEFAULT);
        kinds.put(WindowNeighbourDetector.NAME, neighbour);
        kinds.put(WindowPcaDetector.NAME, PCA);
        kinds.put(KMeansWindowsDetector.NAME, new DetectorKind.KMeansWindows(40, 2_000, 20));
        kinds.put("one-step-predictor", new DetectorKind.OneStepPredictor(PredictorSettings.DEFAULT));
        kinds.put("last-value", new DetectorKind.LastValue());
        kinds.put("moving-average", new DetectorKind.MovingAverage(20));
        Map<String, SuiteConfiguration.Configured> detectors = new LinkedHashMap<>();
        kinds.forEach((name, kind) -> detectors.put(
                name,
                new SuiteConfiguration.Configured(
                        new DetectorRecipe(
                                name,
                                InputOptions.DEFAULT,
                                kind instanceof DetectorKind.OneStepPredictor,
                                kind,
                                heldBack),
                        rule)));
        return new SuiteConfiguration(suite, timing, detectors, EnsembleDetector.NAME);
    }
}
