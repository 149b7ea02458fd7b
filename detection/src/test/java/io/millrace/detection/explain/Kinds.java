package io.millrace.detection.explain;

import io.millrace.detection.detector.EnsembleDetector;
import io.millrace.detection.detector.EnsembleMember;
import io.millrace.detection.detector.FamiliarErrorsDetector;
import io.millrace.detection.detector.KMeansWindowsDetector;
import io.millrace.detection.detector.MemoryPolicy;
import io.millrace.detection.detector.OneStepPredictorDetector;
import io.millrace.detection.detector.OwnPast;
import io.millrace.detection.detector.PredictorSettings;
import io.millrace.detection.detector.ScoreCalibration;
import io.millrace.detection.detector.TrainingRows;
import io.millrace.detection.detector.Voting;
import io.millrace.detection.detector.WindowNeighbourDetector;
import io.millrace.detection.detector.WindowPcaDetector;
import io.millrace.detection.detector.WindowView;
import io.millrace.detection.model.Activation;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmLayer;
import io.millrace.detection.reading.Sensor;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.reading.SensorRole;
import io.millrace.detection.scale.FeatureSpec;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.scale.Scaler;
import io.millrace.detection.scale.ScalerKind;
import io.millrace.detection.score.AdaptiveDetector;
import io.millrace.detection.score.AdaptiveScorer;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.MachineMemory;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.detection.score.WindowScoring;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A machine of four waves and a switch, and a fitted detector of every kind for it. */
final class Kinds {

    static final int ROWS = 400;
    static final double[][] HEALTHY = rows(ROWS, 1);

    private static final SensorLayout LAYOUT = new SensorLayout(List.of(
            Sensor.continuous("a"),
            Sensor.continuous("b"),
            Sensor.continuous("c"),
            new Sensor("d", SensorRole.CONTINUOUS, "bar"),
            new Sensor("valve", SensorRole.STATE, "")));

    private Kinds() {}

    /** @param preprocessing makes the features that the detector expects */
    record Kind(String title, Preprocessing preprocessing, Detector detector) {

        int ringRows() {
            return detector.steps() + preprocessing.lookbackRows();
        }

        @Override
        public String toString() {
            return title;
        }

        /** A memory that has seen the healthy rows; null for a detector without. */
        MachineMemory memory() {
            if (!(detector instanceof AdaptiveDetector adaptive)) {
                return null;
            }
            MachineMemory memory = adaptive.newMemory();
            var batch = new WindowBatch(detector.steps(), detector.features());
            float[] features = preprocessing.transform(HEALTHY);
            batch.addSegment(features, features.length / detector.features());
            var memories = new MachineMemory[batch.windows()];
            Arrays.fill(memories, memory);
            AdaptiveScorer scorer = adaptive.newScorer();
            scorer.score(batch, memories, new double[batch.windows()]);
            return memory;
        }
    }

    static Preprocessing preprocessing(FeatureSpec spec, boolean states) {
        return new Preprocessing(LAYOUT, Scaler.fit(ScalerKind.STANDARD, HEALTHY, 20), spec, states);
    }

    static double[][] rows(int count, long seed) {
        var random = new SplittableRandom(seed);
        var rows = new double[count][];
        for (int r = 0; r < count; r++) {
            rows[r] = new double[] {
                Math.sin(r / 5.0) + noise(random),
                10 + 3 * Math.cos(r / 8.0) + noise(random),
                100 * Math.sin(r / 5.0 + 1) + noise(random),
                0.1 * Math.cos(r / 13.0) + 0.01 * noise(random),
                r / 50 % 2
            };
        }
        return rows;
    }

    private static double noise(SplittableRandom random) {
        return 0.1 * (random.nextDouble() - 0.5);
    }

    /** The newest rows of a machine whose sensor {@code b} has jumped in the newest five of them. */
    static double[][] faulty(int rows) {
        double[][] window = rows(ROWS, 2);
        for (int r = ROWS - 5; r < ROWS; r++) {
            window[r][1] += 25;
        }
        return Arrays.copyOfRange(window, ROWS - rows, ROWS);
    }

    static Stream<Kind> all() {
        Preprocessing values = preprocessing(FeatureSpec.VALUES, false);
        Preprocessing states = preprocessing(FeatureSpec.VALUES, true);
        Preprocessing rich = preprocessing(new FeatureSpec(true, true, 4), false);
        var rows = TrainingRows.of(values.transform(HEALTHY), values.features());
        var withStates = TrainingRows.of(states.transform(HEALTHY), states.features());
        var richRows = TrainingRows.of(rich.transform(HEALTHY), rich.features());
        var memory = new MemoryPolicy(20, 3, 12);
        var autoencoder = new ReconstructionDetector(network(12, 4), new WindowScoring(3, 2, 0.5, 0.7));
        var neighbour = WindowNeighbourDetector.fit(rows, 8, 60, memory);
        var predictor = OneStepPredictorDetector.fit(withStates, 4, new PredictorSettings(5, 3, 1, 0.02, 1_000, 2));
        var pca = WindowPcaDetector.fit(rows, 10, 200, 0.9);
        var members = List.of(
                new EnsembleMember(neighbour, 1, new ScoreCalibration(0.1, 0.3)),
                new EnsembleMember(pca, 0.5, new ScoreCalibration(0.1, 0.3)),
                new EnsembleMember(predictor, 1, new ScoreCalibration(0.3, 1)));
        return Stream.of(
                new Kind("LSTM autoencoder", values, autoencoder),
                new Kind(
                        "LSTM autoencoder used to its errors", values, new FamiliarErrorsDetector(autoencoder, memory)),
                new Kind("nearest window", values, neighbour),
                new Kind(
                        "statistics",
                        values,
                        WindowNeighbourDetector.fit(rows, 8, WindowView.LOG_STATISTICS, 60, memory)),
                new Kind("PCA", values, pca),
                new Kind("PCA on differences and deviations", rich, WindowPcaDetector.fit(richRows, 10, 200, 0.9)),
                new Kind("k-means", values, KMeansWindowsDetector.fit(rows, 7, 200, 12, 3)),
                new Kind("predictor", states, predictor),
                new Kind("ensemble", states, new EnsembleDetector(members, Voting.ROOT_MEAN_SQUARE)),
                new Kind("loudest of an ensemble", states, new EnsembleDetector(members, Voting.LOUDEST)),
                new Kind(
                        "ensemble judged by the own past",
                        states,
                        new EnsembleDetector(members, Voting.MEAN, Optional.of(new OwnPast(100, 4, 10, 0.01, 8)))));
    }

    /** Random weights reconstruct nothing, which is all that an explanation needs. */
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
}
