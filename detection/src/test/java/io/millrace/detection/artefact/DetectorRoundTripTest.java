package io.millrace.detection.artefact;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.detection.detector.BoostedTreesDetector;
import io.millrace.detection.detector.DetectorFit;
import io.millrace.detection.detector.EnsembleDetector;
import io.millrace.detection.detector.EnsembleMember;
import io.millrace.detection.detector.FamiliarErrorsDetector;
import io.millrace.detection.detector.IsolationForestDetector;
import io.millrace.detection.detector.KMeansWindowsDetector;
import io.millrace.detection.detector.MemoryPolicy;
import io.millrace.detection.detector.OneStepPredictorDetector;
import io.millrace.detection.detector.OwnPast;
import io.millrace.detection.detector.PredictorSettings;
import io.millrace.detection.detector.ScoreCalibration;
import io.millrace.detection.detector.TrainingRows;
import io.millrace.detection.detector.TreeOutcome;
import io.millrace.detection.detector.Voting;
import io.millrace.detection.detector.WindowNeighbourDetector;
import io.millrace.detection.detector.WindowPcaDetector;
import io.millrace.detection.detector.WindowView;
import io.millrace.detection.feature.EngineeredFeatures;
import io.millrace.detection.feature.FeaturePlan;
import io.millrace.detection.model.Activation;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.EstimateKind;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmLayer;
import io.millrace.detection.model.RandomModels;
import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.reading.Sensor;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.reading.SensorRole;
import io.millrace.detection.scale.FeatureSpec;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.scale.Scaler;
import io.millrace.detection.scale.ScalerKind;
import io.millrace.detection.score.DenseReconstructionDetector;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.EstimatingDetector;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.score.WindowScoring;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.detection.threshold.Thresholds;
import io.millrace.detection.tree.Link;
import io.millrace.detection.tree.RandomTrees;
import io.millrace.detection.tree.TreeFamily;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of detector scores from its artefact exactly as it did before, memories included. */
class DetectorRoundTripTest {

    private static final double[][] ROWS = rows(300, 1);
    private static final Preprocessing MEASURED = preprocessing(false);
    private static final Preprocessing WITH_STATES = preprocessing(true);

    private static final BoostedTreesDetector TREES = trees();

    /** Three classes; the valve is an input. */
    private static BoostedTreesDetector trees() {
        FeaturePlan plan = FeaturePlan.of(6, 2, List.of(new float[] {0, 1}));
        int features = new EngineeredFeatures(plan).size();
        return new BoostedTreesDetector(
                RandomTrees.ensemble(TreeFamily.XGBOOST, Link.SOFTMAX, features, 3, 30, 4),
                plan,
                TreeOutcome.multiClass(List.of("normal", "leak", "überhitzt"), 0),
                new float[] {5, 0});
    }

    @Test
    void treesKeepWhatTheyPredictAndOfWhat() throws BadArtefactException {
        var artefact = new ModelArtefact(
                "pump",
                1,
                0,
                WITH_STATES,
                TREES,
                Smoothing.NONE,
                new Thresholds("fixed", 0.5, Map.of(), 0, 2),
                Morphology.NONE,
                new TreeMap<>());

        var restored = (BoostedTreesDetector)
                ArtefactCodec.decode(ArtefactCodec.encode(artefact)).detector();

        assertThat(restored.outcome()).isEqualTo(TREES.outcome());
        assertThat(restored.engineered().plan()).isEqualTo(TREES.engineered().plan());
        assertThat(restored.typical()).containsExactly(TREES.typical());
    }

    private static Preprocessing preprocessing(boolean stateInputs) {
        return new Preprocessing(
                new SensorLayout(List.of(
                        Sensor.continuous("pressure"),
                        Sensor.continuous("flow"),
                        new Sensor("valve", SensorRole.STATE, ""))),
                Scaler.fit(ScalerKind.STANDARD, ROWS, 20),
                FeatureSpec.VALUES,
                stateInputs);
    }

    /** Random weights: its errors mean nothing, but some of them become familiar. */
    private static LstmAutoencoder network(int steps, int features) {
        var random = new SplittableRandom(7);
        return new LstmAutoencoder(
                steps,
                Activation.TANH,
                new LstmLayer(features, 3, weights(random, 12 * features), weights(random, 36), weights(random, 12)),
                new LstmLayer(3, 3, weights(random, 36), weights(random, 36), weights(random, 12)),
                new DenseLayer(3, features, weights(random, 3 * features), weights(random, features)));
    }

    private static float[] weights(SplittableRandom random, int count) {
        var weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = (float) random.nextDouble() - 0.5f;
        }
        return weights;
    }

    static Stream<Detector> detectors() {
        var rows = TrainingRows.of(MEASURED.transform(ROWS), 2);
        var withStates = TrainingRows.of(WITH_STATES.transform(ROWS), 3);
        var settings = new PredictorSettings(5, 3, 1, 0.02, 1_000, 2);
        var familiar = new FamiliarErrorsDetector(
                new ReconstructionDetector(network(6, 2), WindowScoring.MEAN), new MemoryPolicy(20, 3, 12));
        DetectorFit neighbour =
                seen -> WindowNeighbourDetector.fit(seen.leading(2), 6, 30, new MemoryPolicy(20, 3, 12));
        return Stream.of(
                WindowNeighbourDetector.fit(rows, 6, 30, new MemoryPolicy(20, 3, 12)),
                new WindowNeighbourDetector(4, 2, new float[0], new MemoryPolicy(20, 3, 12)),
                WindowNeighbourDetector.fit(rows, 9, WindowView.STATISTICS, 30, new MemoryPolicy(20, 3, 12)),
                WindowNeighbourDetector.fit(rows, 9, WindowView.LOG_STATISTICS, 30, new MemoryPolicy(20, 3, 12)),
                WindowPcaDetector.fit(rows, 8, 100, 0.9),
                KMeansWindowsDetector.fit(rows, 5, 100, 7, 3),
                IsolationForestDetector.fit(rows, 5, WindowView.ROWS, 200, 20, 64, 3),
                IsolationForestDetector.fit(rows, 9, WindowView.LOG_STATISTICS, 200, 20, 64, 3),
                new EnsembleDetector(
                        List.of(
                                new EnsembleMember(
                                        IsolationForestDetector.fit(rows, 5, WindowView.ROWS, 200, 20, 64, 3),
                                        0.3,
                                        new ScoreCalibration(0.4, 0.6)),
                                new EnsembleMember(
                                        WindowPcaDetector.fit(rows, 8, 100, 0.9), 0.7, new ScoreCalibration(0, 1))),
                        Voting.LEVEL_MEAN),
                OneStepPredictorDetector.fit(withStates, 2, settings),
                new DenseReconstructionDetector(
                        RandomModels.denseAutoencoder(new Random(3), 6, 2, 7, 3, 7), new WindowScoring(2, 1, 0.5, 0.5)),
                new DenseReconstructionDetector(RandomModels.denseAutoencoder(new Random(4), 1, 2), WindowScoring.MEAN),
                new EstimatingDetector(RandomModels.classifier(new Random(5), 6, 2, 4), new float[] {0.1f, -0.2f}),
                new EstimatingDetector(
                        RandomModels.attention(new Random(6), 6, 2, 4, EstimateKind.LOG_ODDS), new float[2]),
                new EstimatingDetector(
                        RandomModels.attention(new Random(7), 9, 2, 3, EstimateKind.SHARE), new float[] {0, 1}),
                familiar,
                new EnsembleDetector(
                        List.of(new EnsembleMember(familiar, 1, new ScoreCalibration(0, 1))), Voting.LOUDEST),
                TREES,
                OneStepPredictorDetector.lastValue(2),
                OneStepPredictorDetector.movingAverage(2, 10),
                EnsembleDetector.fit(
                        withStates,
                        List.of(
                                neighbour,
                                seen -> WindowPcaDetector.fit(seen.leading(2), 8, 100, 0.9),
                                seen -> OneStepPredictorDetector.fit(seen, 2, settings)),
                        Voting.ROOT_MEAN_SQUARE,
                        0.3,
                        0.01));
    }

    @Test
    void anEnsembleKeepsHowItJudgesByTheOwnPast() throws BadArtefactException {
        TrainingRows rows = TrainingRows.of(MEASURED.transform(ROWS), 2);
        var member = new EnsembleMember(WindowPcaDetector.fit(rows, 8, 100, 0.9), 1, new ScoreCalibration(0, 1));
        var ensemble = new EnsembleDetector(
                List.of(member), Voting.MEAN, Optional.of(new OwnPast(1_500, 7, 50, 0.02, Double.POSITIVE_INFINITY)));
        var artefact = new ModelArtefact(
                "pump",
                1,
                0,
                MEASURED,
                ensemble,
                Smoothing.NONE,
                new Thresholds("fixed", 2.5, Map.of(), 0, 2),
                Morphology.NONE,
                new TreeMap<>());

        var restored = (EnsembleDetector)
                ArtefactCodec.decode(ArtefactCodec.encode(artefact)).detector();

        assertThat(restored.ownPast()).isEqualTo(ensemble.ownPast());
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void scoresTheSameFromItsArtefact(Detector detector) throws BadArtefactException {
        var artefact = new ModelArtefact(
                "pump",
                1,
                0,
                detector.features() == 3 ? WITH_STATES : MEASURED,
                detector,
                new Smoothing(0.5),
                new Thresholds("fixed", 1, Map.of(), 0, 2),
                Morphology.NONE,
                Optional.of(new ScoreCalibration(0.1, 0.7)),
                new TreeMap<>());

        byte[] bytes = ArtefactCodec.encode(artefact);
        ModelArtefact restored = ArtefactCodec.decode(bytes);

        double[][] unseen = rows(400, 2);
        assertThat(restored.detector().name()).isEqualTo(detector.name());
        assertThat(restored.detector().steps()).isEqualTo(detector.steps());
        assertThat(restored.calibration()).contains(new ScoreCalibration(0.1, 0.7));
        assertThat(scores(restored, unseen)).containsExactly(scores(artefact, unseen));
        assertThat(ArtefactCodec.encode(restored)).isEqualTo(bytes);
    }

    private static double[] scores(ModelArtefact artefact, double[][] rows) {
        return new SeriesScorer(artefact.preprocessing(), artefact.detector(), artefact.smoothing())
                .score(rows)
                .smoothed();
    }

    /** Two waves and a valve. */
    private static double[][] rows(int count, long seed) {
        var random = new SplittableRandom(seed);
        var rows = new double[count][];
        for (int r = 0; r < count; r++) {
            rows[r] = new double[] {
                5 + Math.sin(r / 3.0) + 0.1 * random.nextDouble(),
                Math.cos(r / 7.0) + 0.1 * random.nextDouble(),
                random.nextInt(8) == 0 ? 1 : 0
            };
        }
        return rows;
    }
}
