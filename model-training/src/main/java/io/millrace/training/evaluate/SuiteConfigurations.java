package io.millrace.training.evaluate;

import io.millrace.detection.detector.EnsembleDetector;
import io.millrace.detection.detector.IsolationForestDetector;
import io.millrace.detection.detector.KMeansWindowsDetector;
import io.millrace.detection.detector.MemoryPolicy;
import io.millrace.detection.detector.OwnPast;
import io.millrace.detection.detector.PredictorSettings;
import io.millrace.detection.detector.Voting;
import io.millrace.detection.detector.WindowNeighbourDetector;
import io.millrace.detection.detector.WindowPcaDetector;
import io.millrace.detection.forest.RandomCutForestDetector;
import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.score.DenseReconstructionDetector;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.threshold.ThresholdPolicy;
import io.millrace.training.pipeline.InputOptions;
import io.millrace.training.recipe.DenseAutoencoderKind;
import io.millrace.training.recipe.DetectorKind;
import io.millrace.training.recipe.DetectorRecipe;
import io.millrace.training.recipe.EnsembleKind;
import io.millrace.training.recipe.IsolationForestKind;
import io.millrace.training.recipe.LstmAutoencoderKind;
import io.millrace.training.recipe.RandomCutForestKind;
import io.millrace.training.suite.Suite;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of every suite. Each is one setting for all series of the suite, chosen for a broad optimum on the development series: what
 * is best by a hair on these series would show elsewhere. No label of any series takes part at run time.
 */
public final class SuiteConfigurations {

    /** Naive detectors that every suite has, last. */
    public static final List<String> BASELINES = List.of("last-value", "moving-average");

    /** Newest share of the training rows that the threshold rests on. */
    private static final double HELD_BACK = 0.3;

    private static final MemoryPolicy GROWING = new MemoryPolicy(2_000, 4, 80);

    private static final DetectorKind NEIGHBOUR = new DetectorKind.WindowNeighbour(40, 1_500, GROWING);
    private static final DetectorKind PCA = new DetectorKind.WindowPca(60, 1_200, 0.9);
    private static final DetectorKind TRAINING_NEIGHBOUR =
            new DetectorKind.WindowNeighbour(80, 1_500, MemoryPolicy.NONE);

    /** Machines that run for hours in a way that training did not show: an error that stays the same is no news. */
    private static final DetectorKind FAMILIAR_ERRORS =
            new DetectorKind.FamiliarErrors(LstmAutoencoderKind.DEFAULT, new MemoryPolicy(1_000, 4, 60));

    /** Squared errors spread wider than distances: three times what held-back rows show, over windows of ten or so. */
    private static final AlarmRule SQUARED_ERRORS = new AlarmRule(
            new Smoothing(0.1),
            new ThresholdPolicy.Floor(new ThresholdPolicy.TrainQuantile(0.995, 3), 0.01),
            new Morphology(1, 100, 0));

    private SuiteConfigurations() {}

    public static SuiteConfiguration of(Suite suite) {
        return switch (suite) {
            case SMAP_MSL -> smapMsl();
            case TSB_AD -> tsbAd();
            case SKAB -> skab();
            case NAB -> nab();
            case ASD -> asd();
            case SMD -> smd();
        };
    }

    /**
     * Two reasons for an alarm, each enough by itself: a shape never seen within half a minute of rows, and a minute whose level, extremes or
     * spread were never seen, as of a sensor that is stuck. Statistics lag by half their window, so events begin and end that much wider.
     * Event F1 stays within .03 (SMAP) and .04 (MSL) over thresholds of 0.9 to 1.1.
     */
    private static SuiteConfiguration smapMsl() {
        var rule = new AlarmRule(
                new Smoothing(0.1),
                new ThresholdPolicy.Floor(new ThresholdPolicy.TrainQuantile(0.995, 2), 0.1),
                new Morphology(1, 250, 0));
        var loudest = new AlarmRule(new Smoothing(0.1), new ThresholdPolicy.Fixed(1), new Morphology(1, 250, 50));
        var memory = new MemoryPolicy(2_000, 4, 40);
        var members = List.of(
                new EnsembleKind.Member(new DetectorKind.WindowLogStatistics(60, 1_500, memory), 1),
                new EnsembleKind.Member(new DetectorKind.WindowNeighbour(30, 1_500, memory), 0.75));
        return new Settings(Suite.SMAP_MSL, ScoreTiming.CAUSAL, EnsembleDetector.NAME, rule)
                .kind(EnsembleDetector.NAME, new EnsembleKind(members, Voting.LOUDEST, 0.05, Optional.empty()))
                .rule(EnsembleDetector.NAME, loudest)
                .kind(ReconstructionDetector.NAME, FAMILIAR_ERRORS)
                .rule(ReconstructionDetector.NAME, SQUARED_ERRORS)
                .configuration();
    }

    private static SuiteConfiguration tsbAd() {
        var rule =
                new AlarmRule(Smoothing.NONE, new ThresholdPolicy.TrainQuantile(0.995, 1.5), new Morphology(1, 50, 0));
        return new Settings(Suite.TSB_AD, ScoreTiming.DELAYED, EnsembleDetector.NAME, rule)
                .kind(EnsembleDetector.NAME, twoScales())
                .kind(ReconstructionDetector.NAME, FAMILIAR_ERRORS)
                .rule(ReconstructionDetector.NAME, SQUARED_ERRORS)
                .configuration();
    }

    /**
     * The bench's files are short: 400 rows to fit on, so a quarter of them is held back and no more. Half-minute windows tell the valve's
     * faults better than whole minutes. F1 stays within two hundredths over windows of 5 to 60 rows and margins of 1.0 to 1.25.
     */
    private static SuiteConfiguration skab() {
        var rule = new AlarmRule(
                new Smoothing(0.12), new ThresholdPolicy.TrainQuantile(0.95, 1.15), new Morphology(1, 20, 0));
        return new Settings(Suite.SKAB, ScoreTiming.CAUSAL, WindowPcaDetector.NAME, rule)
                .heldBack(0.25)
                .kind(WindowPcaDetector.NAME, new DetectorKind.WindowPca(30, 1_200, 0.8))
                .configuration();
    }

    /**
     * The probationary rows are few and often unlike what follows, so a threshold that rests on them is a poor one for any detector: each
     * member is judged by what it said of the series before, and the threshold is a mean of logarithms of deviations. Windows of one row, of
     * ten and of forty see spikes, bursts and shapes, the statistics of forty rows see levels and spreads. The score stays within
     * five points over thresholds of 0.8 to 1.2, gaps of 30 to 100 rows, horizons of 1,000 to 3,000 rows and limits of outliers of 8 to 12
     * deviations.
     */
    private static SuiteConfiguration nab() {
        var memory = new MemoryPolicy(4_000, 4, 40);
        var rule = new AlarmRule(
                new Smoothing(0.2), new ThresholdPolicy.TrainQuantile(0.995, 1.5), new Morphology(1, 50, 0));
        var deviations = new AlarmRule(Smoothing.NONE, new ThresholdPolicy.Fixed(1), new Morphology(1, 100, 0));
        return new Settings(Suite.NAB, ScoreTiming.CAUSAL, EnsembleDetector.NAME, rule)
                .kind(
                        EnsembleDetector.NAME,
                        EnsembleKind.of(
                                        Voting.MEAN,
                                        0.01,
                                        new DetectorKind.WindowNeighbour(1, 1_500, memory),
                                        new DetectorKind.WindowNeighbour(10, 1_500, memory),
                                        new DetectorKind.WindowNeighbour(40, 1_500, memory),
                                        new DetectorKind.WindowStatistics(40, 1_500, memory))
                                .withOwnPast(new OwnPast(1_500, 8, 50, 0.01, 8)))
                .rule(EnsembleDetector.NAME, deviations)
                .configuration();
    }

    /**
     * Faults of minutes on servers whose habits change: each member is judged by what it said of the server before, as on NAB, with shorter
     * windows and a recent mean of four rows. Event F1 stays within four hundredths over thresholds of 1.1 to 1.3 and horizons of 1,500
     * to 4,000 rows.
     */
    private static SuiteConfiguration asd() {
        var deviations = new AlarmRule(Smoothing.NONE, new ThresholdPolicy.Fixed(1.1), new Morphology(1, 30, 0));
        // of many sensors a fault shows in few
        var predictor = new PredictorSettings(20, 20, 10, 0.02, 20_000, 3);
        return servers(Suite.ASD)
                .kind(
                        EnsembleDetector.NAME,
                        EnsembleKind.of(
                                        Voting.MEAN,
                                        0.01,
                                        new DetectorKind.WindowNeighbour(1, 1_500, GROWING),
                                        new DetectorKind.WindowStatistics(10, 1_500, GROWING),
                                        new DetectorKind.OneStepPredictor(predictor))
                                .withOwnPast(new OwnPast(1_500, 4, 50, 0.01, 8)))
                .rule(EnsembleDetector.NAME, deviations)
                .configuration();
    }

    /**
     * Sixteen days of training rows calibrate well, and half the faults last three to eight rows: short windows and no smoothing. A server's
     * own past would forgive the faults that last for hours. The prediction rests on three rows and hardly on a penalty, so that it follows
     * a sensor to a new level; otherwise one such sensor is an alarm for ever. Event F1 falls by seven hundredths at thresholds of 0.85 or
     * 1.15.
     */
    private static SuiteConfiguration smd() {
        var memory = new MemoryPolicy(2_000, 20, 80);
        var calibrated = new AlarmRule(Smoothing.NONE, new ThresholdPolicy.Fixed(1), new Morphology(1, 30, 0));
        var predictor = new PredictorSettings(3, 20, 0.1, 0.02, 20_000, Integer.MAX_VALUE);
        return servers(Suite.SMD)
                .kind(
                        EnsembleDetector.NAME,
                        EnsembleKind.of(
                                Voting.ROOT_MEAN_SQUARE,
                                0.01,
                                new DetectorKind.WindowNeighbour(1, 1_500, memory),
                                new DetectorKind.WindowNeighbour(10, 1_500, memory),
                                new DetectorKind.OneStepPredictor(predictor)))
                .rule(EnsembleDetector.NAME, calibrated)
                .configuration();
    }

    private static Settings servers(Suite suite) {
        var rule = new AlarmRule(
                new Smoothing(0.2), new ThresholdPolicy.TrainQuantile(0.995, 2), new Morphology(1, 20, 0));
        return new Settings(suite, ScoreTiming.CAUSAL, EnsembleDetector.NAME, rule);
    }

    private static DetectorKind ensemble() {
        return EnsembleKind.of(Voting.MEAN, 1e-6, NEIGHBOUR, PCA, TRAINING_NEIGHBOUR);
    }

    /**
     * Nearest window and principal components, each at a long and at a short window: slow drifts and short bursts both have a voice. The
     * statistics of a minute join in with half a voice, for levels and for sensors that are stuck: from 0.5 to 2 their weight, and from 40
     * to 120 rows their window, matter little on SMAP and MSL.
     */
    private static DetectorKind twoScales() {
        var memory = new MemoryPolicy(1_000, 20, 40);
        var members = List.of(
                new EnsembleKind.Member(new DetectorKind.WindowNeighbour(120, 1_500, memory), 1),
                new EnsembleKind.Member(new DetectorKind.WindowPca(120, 1_200, 0.9), 1),
                new EnsembleKind.Member(new DetectorKind.WindowNeighbour(20, 1_500, memory), 1),
                new EnsembleKind.Member(new DetectorKind.WindowPca(20, 1_200, 0.9), 1),
                new EnsembleKind.Member(new DetectorKind.WindowLogStatistics(60, 1_500, memory), 0.5));
        return new EnsembleKind(members, Voting.ROOT_MEAN_SQUARE, 0.01, Optional.empty());
    }

    /** All detectors of a suite, of which only some have settings of their own. */
    private static final class Settings {

        private final Suite suite;
        private final ScoreTiming timing;
        private final String preferred;
        private final AlarmRule commonRule;
        private final Map<String, DetectorKind> kinds = new LinkedHashMap<>();
        private final Map<String, AlarmRule> rules = new LinkedHashMap<>();
        private double heldBack = HELD_BACK;

        Settings(Suite suite, ScoreTiming timing, String preferred, AlarmRule rule) {
            this.suite = suite;
            this.timing = timing;
            this.preferred = preferred;
            this.commonRule = rule;
            kinds.put(EnsembleDetector.NAME, ensemble());
            kinds.put(ReconstructionDetector.NAME, LstmAutoencoderKind.DEFAULT);
            kinds.put(DenseReconstructionDetector.NAME, DenseAutoencoderKind.DEFAULT);
            kinds.put(WindowNeighbourDetector.NAME, NEIGHBOUR);
            kinds.put(WindowPcaDetector.NAME, PCA);
            kinds.put(KMeansWindowsDetector.NAME, new DetectorKind.KMeansWindows(40, 2_000, 20));
            kinds.put(IsolationForestDetector.NAME, IsolationForestKind.DEFAULT);
            kinds.put(RandomCutForestDetector.NAME, RandomCutForestKind.DEFAULT);
            kinds.put("one-step-predictor", new DetectorKind.OneStepPredictor(PredictorSettings.DEFAULT));
            kinds.put(BASELINES.get(0), new DetectorKind.LastValue());
            kinds.put(BASELINES.get(1), new DetectorKind.MovingAverage(20));
        }

        Settings kind(String detector, DetectorKind kind) {
            kinds.put(detector, kind);
            return this;
        }

        Settings rule(String detector, AlarmRule rule) {
            rules.put(detector, rule);
            return this;
        }

        Settings heldBack(double share) {
            heldBack = share;
            return this;
        }

        SuiteConfiguration configuration() {
            var detectors = new LinkedHashMap<String, SuiteConfiguration.Configured>();
            kinds.forEach((name, kind) -> {
                var recipe = new DetectorRecipe(name, InputOptions.DEFAULT, kind.stateInputs(), kind, heldBack);
                detectors.put(name, new SuiteConfiguration.Configured(recipe, rules.getOrDefault(name, commonRule)));
            });
            return new SuiteConfiguration(suite, timing, detectors, preferred);
        }
    }
}
