package io.millrace.job.operator;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.detection.detector.BoostedTreesDetector;
import io.millrace.detection.detector.EnsembleDetector;
import io.millrace.detection.detector.EnsembleMember;
import io.millrace.detection.detector.FamiliarErrorsDetector;
import io.millrace.detection.detector.MemoryPolicy;
import io.millrace.detection.detector.OwnPast;
import io.millrace.detection.detector.ScoreCalibration;
import io.millrace.detection.detector.TreeOutcome;
import io.millrace.detection.detector.Voting;
import io.millrace.detection.detector.WindowNeighbourDetector;
import io.millrace.detection.detector.WindowView;
import io.millrace.detection.feature.EngineeredFeatures;
import io.millrace.detection.feature.FeaturePlan;
import io.millrace.detection.model.Activation;
import io.millrace.detection.model.AttentionLstm;
import io.millrace.detection.model.AttentionPooling;
import io.millrace.detection.model.BidirectionalLstm;
import io.millrace.detection.model.DenseAutoencoder;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.EstimateKind;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmClassifier;
import io.millrace.detection.model.LstmLayer;
import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.reading.MachinePattern;
import io.millrace.detection.reading.SensorLayout;
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
import io.millrace.detection.threshold.Thresholds;
import io.millrace.detection.tree.Link;
import io.millrace.detection.tree.Missing;
import io.millrace.detection.tree.Tree;
import io.millrace.detection.tree.TreeEnsemble;
import io.millrace.detection.tree.TreeFamily;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.codec.RecordEncoder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Small autoencoders with random weights: 5 steps, 4 hidden units. Their scores mean nothing, but they are scores. */
final class TinyModels {

    static final int STEPS = 5;
    static final int HIDDEN = 4;
    static final String[] SENSORS = {"temperature", "pressure", "vibration"};

    private TinyModels() {}

    /** What the artefact holds. */
    enum Kind {
        AUTOENCODER,
        /** Learns from each machine. */
        NEIGHBOURS,
        /** An autoencoder that gets used to its errors. */
        FAMILIAR_ERRORS,
        DENSE_AUTOENCODER,
        LSTM_CLASSIFIER,
        ATTENTION_LSTM,
        /** Boosted trees on engineered features. */
        TREES
    }

    /** What differs between the models of a test. */
    record Recipe(
            String id,
            long version,
            long seed,
            List<String> sensors,
            FeatureSpec features,
            double threshold,
            Smoothing smoothing,
            Morphology morphology,
            Kind kind) {

        static Recipe plain() {
            return new Recipe(
                    "tiny",
                    1,
                    1,
                    List.of(SENSORS),
                    FeatureSpec.VALUES,
                    0.5,
                    Smoothing.NONE,
                    new Morphology(2, 1, 0),
                    Kind.AUTOENCODER);
        }

        Recipe id(String other) {
            return new Recipe(other, version, seed, sensors, features, threshold, smoothing, morphology, kind);
        }

        Recipe version(long other) {
            return new Recipe(id, other, seed, sensors, features, threshold, smoothing, morphology, kind);
        }

        Recipe seed(long other) {
            return new Recipe(id, version, other, sensors, features, threshold, smoothing, morphology, kind);
        }

        Recipe sensors(String... other) {
            return new Recipe(id, version, seed, List.of(other), features, threshold, smoothing, morphology, kind);
        }

        Recipe features(FeatureSpec other) {
            return new Recipe(id, version, seed, sensors, other, threshold, smoothing, morphology, kind);
        }

        Recipe threshold(double other) {
            return new Recipe(id, version, seed, sensors, features, other, smoothing, morphology, kind);
        }

        Recipe smoothing(double alpha) {
            return new Recipe(id, version, seed, sensors, features, threshold, new Smoothing(alpha), morphology, kind);
        }

        Recipe morphology(int minEventLength, int mergeGap, int dilation) {
            return new Recipe(
                    id,
                    version,
                    seed,
                    sensors,
                    features,
                    threshold,
                    smoothing,
                    new Morphology(minEventLength, mergeGap, dilation),
                    kind);
        }

        /** A detector that goes on learning from each machine, instead of the autoencoder. */
        Recipe learning() {
            return kind(Kind.NEIGHBOURS);
        }

        Recipe kind(Kind other) {
            return new Recipe(id, version, seed, sensors, features, threshold, smoothing, morphology, other);
        }

        ModelArtefact artefact() {
            var random = new Random(seed);
            int count = sensors.size();
            var scales = new double[count];
            Arrays.fill(scales, 1);
            var scaler = new Scaler(ScalerKind.STANDARD, new double[count], scales, new boolean[count], 10);
            var preprocessing = new Preprocessing(SensorLayout.ofNames(sensors), scaler, features, false);
            int width = preprocessing.features();
            return new ModelArtefact(
                    id,
                    version,
                    1_000,
                    preprocessing,
                    switch (kind) {
                        case AUTOENCODER -> autoencoder(random, width);
                        case NEIGHBOURS -> neighbours(random, width);
                        case FAMILIAR_ERRORS ->
                            new FamiliarErrorsDetector(autoencoder(random, width), new MemoryPolicy(20, 3, 2));
                        case DENSE_AUTOENCODER -> denseAutoencoder(random, width);
                        case LSTM_CLASSIFIER -> new EstimatingDetector(classifier(random, width), new float[width]);
                        case ATTENTION_LSTM -> new EstimatingDetector(attention(random, width), new float[width]);
                        case TREES -> trees(random, width);
                    },
                    smoothing,
                    new Thresholds("by hand", threshold, Map.of(), 0, 2),
                    morphology,
                    new TreeMap<>());
        }

        ModelRelease release(String... patterns) {
            byte[] bytes = ArtefactCodec.encode(artefact());
            return ModelRelease.newBuilder()
                    .setModelId(id)
                    .setVersion(version)
                    .setMachinePatterns(patterns.length == 0 ? List.of("*") : List.of(patterns))
                    .setArtefact(ByteBuffer.wrap(bytes))
                    .setSha256(ArtefactCodec.sha256Hex(bytes))
                    .setReleasedAtMillis(2_000)
                    .build();
        }

        /** A machine's own layers with random weights, and the threshold 0.25. */
        ModelDelta delta(String machineId, long ownVersion, long ownSeed, boolean all) {
            ModelArtefact base = artefact();
            var random = new Random(ownSeed);
            int width = base.preprocessing().features();
            return new ModelDelta(
                    id + "-" + machineId,
                    ownVersion,
                    3_000,
                    machineId,
                    id,
                    version,
                    ArtefactCodec.weightsSha256(base),
                    all
                            ? Optional.of(
                                    new ModelDelta.Recurrent(lstm(random, width, HIDDEN), lstm(random, HIDDEN, HIDDEN)))
                            : Optional.empty(),
                    new DenseLayer(HIDDEN, width, weights(random, HIDDEN * width), weights(random, width)),
                    0.25,
                    "by hand",
                    new TreeMap<>(Map.of("finetune.seed", Long.toString(ownSeed))));
        }

        byte[] encodedRelease(String... patterns) {
            return RecordEncoder.of(ModelRelease.class).encode(release(patterns));
        }
    }

    /** The release of a delta for its machine. */
    static ModelRelease release(ModelDelta delta) {
        byte[] bytes = ArtefactCodec.encode(delta);
        return ModelRelease.newBuilder()
                .setModelId(delta.modelId())
                .setVersion(delta.version())
                .setMachinePatterns(List.of(MachinePattern.of(delta.machineId()).glob()))
                .setArtefact(ByteBuffer.wrap(bytes))
                .setSha256(ArtefactCodec.sha256Hex(bytes))
                .setReleasedAtMillis(4_000)
                .build();
    }

    private static ReconstructionDetector autoencoder(Random random, int width) {
        int hidden = HIDDEN;
        var model = new LstmAutoencoder(
                STEPS,
                Activation.TANH,
                lstm(random, width, hidden),
                lstm(random, hidden, hidden),
                new DenseLayer(hidden, width, weights(random, hidden * width), weights(random, width)));
        return new ReconstructionDetector(model, WindowScoring.MEAN);
    }

    private static Detector denseAutoencoder(Random random, int width) {
        var model = new DenseAutoencoder(
                STEPS,
                width,
                List.of(dense(random, STEPS * width, 6), dense(random, 6, 3), dense(random, 3, STEPS * width)));
        return new DenseReconstructionDetector(model, WindowScoring.MEAN);
    }

    private static LstmClassifier classifier(Random random, int width) {
        return new LstmClassifier(
                STEPS, lstm(random, width, HIDDEN), lstm(random, HIDDEN, 3), dense(random, 3, 2), dense(random, 2, 1));
    }

    private static AttentionLstm attention(Random random, int width) {
        int both = 2 * HIDDEN;
        return new AttentionLstm(
                STEPS,
                List.of(new BidirectionalLstm(lstm(random, width, HIDDEN), lstm(random, width, HIDDEN))),
                new AttentionPooling(
                        both,
                        2,
                        3,
                        4,
                        weights(random, 2 * both * 3),
                        weights(random, 2 * both * 3),
                        weights(random, 2 * both * 3),
                        weights(random, 2 * 3 * 4)),
                dense(random, 4, 3),
                dense(random, 3, 1),
                EstimateKind.LOG_ODDS);
    }

    private static DenseLayer dense(Random random, int inputs, int outputs) {
        return new DenseLayer(inputs, outputs, weights(random, inputs * outputs), weights(random, outputs));
    }

    /** Two views of past windows, of different length, each judged by what it said of the machine before. */
    private static Detector neighbours(Random random, int width) {
        var memory = new MemoryPolicy(20, 3, 2);
        float[] trained = weights(random, 6 * STEPS * width);
        float[] statistics = weights(random, 6 * WindowView.STATISTICS.rows(STEPS) * width);
        var calibration = new ScoreCalibration(0, 1);
        return new EnsembleDetector(
                List.of(
                        new EnsembleMember(new WindowNeighbourDetector(STEPS, width, trained, memory), 1, calibration),
                        new EnsembleMember(
                                new WindowNeighbourDetector(
                                        STEPS - 2, width, WindowView.STATISTICS, statistics, memory),
                                2,
                                calibration)),
                Voting.MEAN,
                Optional.of(new OwnPast(40, 3, 5, 0.01, 4)));
    }

    /** Trees of depth 2 with random splits on random features. */
    private static Detector trees(Random random, int width) {
        FeaturePlan plan = FeaturePlan.of(STEPS, width, List.of());
        int features = new EngineeredFeatures(plan).size();
        var trees = new ArrayList<Tree>();
        for (int t = 0; t < 40; t++) {
            trees.add(new Tree.Builder(0)
                    .split(random.nextInt(features), random.nextGaussian(), Missing.LEFT, 8)
                    .split(random.nextInt(features), random.nextGaussian(), Missing.RIGHT, 4)
                    .leaf((float) random.nextGaussian() / 4, 1)
                    .leaf((float) random.nextGaussian() / 4, 3)
                    .leaf((float) random.nextGaussian() / 4, 4)
                    .build());
        }
        return new BoostedTreesDetector(
                new TreeEnsemble(TreeFamily.XGBOOST, Link.LOGISTIC, features, new double[] {-0.2}, trees),
                plan,
                TreeOutcome.binary("normal", "anomaly"),
                new float[width]);
    }

    private static LstmLayer lstm(Random random, int inputs, int hidden) {
        return new LstmLayer(
                inputs,
                hidden,
                weights(random, inputs * 4 * hidden),
                weights(random, hidden * 4 * hidden),
                weights(random, 4 * hidden));
    }

    private static float[] weights(Random random, int count) {
        var weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = (float) random.nextGaussian() * 0.5f;
        }
        return weights;
    }
}
