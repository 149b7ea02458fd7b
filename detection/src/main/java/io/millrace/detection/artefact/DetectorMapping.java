package io.millrace.detection.artefact;

import io.millrace.detection.detector.BoostedTreesDetector;
import io.millrace.detection.detector.EnsembleDetector;
import io.millrace.detection.detector.EnsembleMember;
import io.millrace.detection.detector.FamiliarErrorsDetector;
import io.millrace.detection.detector.IsolationForestDetector;
import io.millrace.detection.detector.KMeansWindowsDetector;
import io.millrace.detection.detector.OneStepPredictorDetector;
import io.millrace.detection.detector.OwnPast;
import io.millrace.detection.detector.ScoreCalibration;
import io.millrace.detection.detector.Voting;
import io.millrace.detection.detector.WindowNeighbourDetector;
import io.millrace.detection.detector.WindowPcaDetector;
import io.millrace.detection.model.Activation;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmLayer;
import io.millrace.detection.score.DenseReconstructionDetector;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.EstimatingDetector;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.score.WindowScoring;
import io.millrace.schemas.DetectorKind;
import io.millrace.schemas.DetectorSpec;
import io.millrace.schemas.MemberSpec;
import io.millrace.schemas.ScoringSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Each kind of detector to its named parameters and tensors, and back. */
final class DetectorMapping {

    static final String ENCODER = "encoder";
    static final String DECODER = "decoder";
    static final String OUTPUT = "output";

    private static final String HIDDEN = "hidden";
    private static final String INPUT = ".input";
    private static final String WEIGHTS = ".weights";
    private static final String BIAS = ".bias";
    private static final String VOTING = "voting"; // Voting by number: append only
    private static final String PAST = "ownPast."; // all of its parameters or none
    private static final String RELU = "relu";

    private DetectorMapping() {}

    /** A detector's record and the scoring record that goes with it. */
    record Encoded(DetectorSpec detector, ScoringSpec scoring) {}

    static Encoded toRecord(Detector detector, Smoothing smoothing) {
        return new Encoded(spec(detector), scoring(windowScoring(detector), smoothing));
    }

    private static DetectorSpec spec(Detector detector) {
        if (detector instanceof ReconstructionDetector reconstruction) {
            return autoencoder(reconstruction.model());
        }
        if (detector instanceof FamiliarErrorsDetector familiar) {
            DetectorSpec spec = autoencoder(familiar.autoencoder().model());
            WindowDetectorMapping.putPolicy(familiar.policy(), spec.getParameters());
            return spec;
        }
        if (detector instanceof DenseReconstructionDetector dense) {
            return NetworkMapping.toRecord(dense);
        }
        if (detector instanceof EstimatingDetector estimating) {
            return NetworkMapping.toRecord(estimating);
        }
        if (detector instanceof WindowNeighbourDetector neighbour) {
            return WindowDetectorMapping.neighbour(neighbour);
        }
        if (detector instanceof WindowPcaDetector pca) {
            return WindowDetectorMapping.pca(pca);
        }
        if (detector instanceof KMeansWindowsDetector clusters) {
            return WindowDetectorMapping.clusters(clusters);
        }
        if (detector instanceof IsolationForestDetector forest) {
            return WindowDetectorMapping.forest(forest);
        }
        if (detector instanceof OneStepPredictorDetector predictor) {
            return PredictorMapping.toRecord(predictor);
        }
        if (detector instanceof EnsembleDetector ensemble) {
            return ensemble(ensemble);
        }
        if (detector instanceof BoostedTreesDetector trees) {
            return TreesMapping.toRecord(trees);
        }
        return PluggedDetectors.toRecord(detector)
                .orElseThrow(
                        () -> new IllegalArgumentException("detector '" + detector.name() + "' has no artefact form"));
    }

    static Detector fromRecord(String modelId, DetectorSpec spec, ScoringSpec scoring, int steps)
            throws BadArtefactException {
        return switch (spec.getKind()) {
            case LSTM_AUTOENCODER ->
                reconstruction(spec, new ReconstructionDetector(autoencoder(spec, steps), scoring(scoring)));
            case DENSE_AUTOENCODER -> NetworkMapping.denseAutoencoder(spec, scoring(scoring));
            case LSTM_CLASSIFIER -> NetworkMapping.classifier(spec);
            case ATTENTION_LSTM -> NetworkMapping.attention(spec);
            case WINDOW_NEIGHBOUR -> WindowDetectorMapping.neighbour(spec);
            case WINDOW_PCA -> WindowDetectorMapping.pca(spec);
            case KMEANS_WINDOWS -> WindowDetectorMapping.clusters(spec);
            case ISOLATION_FOREST -> WindowDetectorMapping.forest(spec);
            case ONE_STEP_PREDICTOR -> PredictorMapping.fromRecord(spec);
            case ENSEMBLE -> ensemble(modelId, spec, scoring, steps);
            case BOOSTED_TREES -> TreesMapping.fromRecord(spec);
            case UNKNOWN, RANDOM_CUT_FOREST ->
                PluggedDetectors.fromRecord(spec)
                        .orElseThrow(
                                () -> new BadArtefactException(
                                        "model " + modelId + " is a detector of kind " + spec.getKind()
                                                + ", which this release does not serve: upgrade Millrace, or release another kind of model"));
        };
    }

    /** With a memory of errors where the record has one. */
    private static Detector reconstruction(DetectorSpec spec, ReconstructionDetector autoencoder) {
        return spec.getParameters().containsKey(WindowDetectorMapping.MEMORY_CAPACITY)
                ? new FamiliarErrorsDetector(autoencoder, WindowDetectorMapping.policy(new Parameters(spec)))
                : autoencoder;
    }

    private static DetectorSpec ensemble(EnsembleDetector ensemble) {
        var members = new ArrayList<MemberSpec>();
        for (EnsembleMember member : ensemble.members()) {
            DetectorSpec spec = spec(member.detector());
            spec.getParameters()
                    .put(Parameters.STEPS, (double) member.detector().steps());
            members.add(new MemberSpec(
                    member.weight(),
                    member.calibration().median(),
                    member.calibration().q99(),
                    spec));
        }
        var parameters = new TreeMap<String, Double>();
        parameters.put(VOTING, (double) ensemble.voting().ordinal());
        ensemble.ownPast().ifPresent(past -> {
            parameters.put(PAST + "horizon", (double) past.horizon());
            parameters.put(PAST + "recent", (double) past.recent());
            parameters.put(PAST + "warmUp", (double) past.warmUp());
            parameters.put(PAST + "leastDeviation", past.leastDeviation());
            parameters.put(PAST + "outlier", past.outlier());
        });
        return new DetectorSpec(DetectorKind.ENSEMBLE, parameters, new ArrayList<>(), new HashMap<>(), members);
    }

    private static EnsembleDetector ensemble(String modelId, DetectorSpec spec, ScoringSpec scoring, int steps)
            throws BadArtefactException {
        var members = new ArrayList<EnsembleMember>();
        for (MemberSpec member : spec.getMembers()) {
            int own = new Parameters(member.getDetector()).whole(Parameters.STEPS, 1);
            if (own > steps) {
                throw new BadArtefactException("model " + modelId + " has windows of " + steps
                        + " rows and a member that needs " + own + ": the artefact is damaged, export it again");
            }
            members.add(new EnsembleMember(
                    fromRecord(modelId, member.getDetector(), scoring, own),
                    member.getWeight(),
                    new ScoreCalibration(member.getCalibrationMedian(), member.getCalibrationQ99())));
        }
        int voting = new Parameters(spec).whole(VOTING, 0);
        if (voting >= Voting.values().length) {
            throw new BadArtefactException("model " + modelId + " puts votes together in way " + voting
                    + ", this release knows " + Voting.values().length + " ways: upgrade Millrace");
        }
        return new EnsembleDetector(members, Voting.values()[voting], ownPast(spec));
    }

    private static Optional<OwnPast> ownPast(DetectorSpec spec) {
        if (!spec.getParameters().containsKey(PAST + "horizon")) {
            return Optional.empty();
        }
        var parameters = new Parameters(spec);
        return Optional.of(new OwnPast(
                parameters.whole(PAST + "horizon", 2),
                parameters.whole(PAST + "recent", 1),
                parameters.whole(PAST + "warmUp", 2),
                parameters.positive(PAST + "leastDeviation"),
                parameters.positive(PAST + "outlier")));
    }

    /** How errors of an autoencoder become a score: one way per artefact, so an ensemble's autoencoders share it. */
    private static WindowScoring windowScoring(Detector detector) {
        if (detector instanceof ReconstructionDetector reconstruction) {
            return reconstruction.scoring();
        }
        if (detector instanceof FamiliarErrorsDetector familiar) {
            return familiar.autoencoder().scoring();
        }
        if (detector instanceof DenseReconstructionDetector dense) {
            return dense.scoring();
        }
        if (!(detector instanceof EnsembleDetector ensemble)) {
            return WindowScoring.MEAN;
        }
        List<WindowScoring> used = ensemble.members().stream()
                .map(EnsembleMember::detector)
                .filter(DetectorMapping::scoresErrors)
                .map(DetectorMapping::windowScoring)
                .distinct()
                .toList();
        if (used.size() > 1) {
            throw new IllegalArgumentException("an artefact holds one window scoring, the ensemble's autoencoders use "
                    + used + ": give them the same");
        }
        return used.isEmpty() ? WindowScoring.MEAN : used.get(0);
    }

    private static boolean scoresErrors(Detector detector) {
        return detector instanceof ReconstructionDetector
                || detector instanceof FamiliarErrorsDetector
                || detector instanceof DenseReconstructionDetector;
    }

    private static DetectorSpec autoencoder(LstmAutoencoder model) {
        var parameters = new TreeMap<String, Double>();
        parameters.put(HIDDEN, (double) model.encoder().hidden());
        parameters.put(Parameters.FEATURES, (double) model.features());
        parameters.put(RELU, model.activation() == Activation.RELU ? 1.0 : 0.0);
        var tensors = new Tensors();
        put(tensors, ENCODER, model.encoder());
        put(tensors, DECODER, model.decoder());
        put(tensors, OUTPUT, model.output());
        return new DetectorSpec(
                DetectorKind.LSTM_AUTOENCODER, parameters, tensors.records(), new HashMap<>(), new ArrayList<>());
    }

    static void put(Tensors tensors, String name, DenseLayer layer) {
        tensors.put(name + WEIGHTS, layer.weights(), layer.inputs(), layer.outputs());
        tensors.put(name + BIAS, layer.bias(), layer.outputs());
    }

    static void put(Tensors tensors, String name, LstmLayer layer) {
        int width = 4 * layer.hidden();
        tensors.put(name + INPUT, layer.input(), layer.inputs(), width);
        tensors.put(name + ".recurrent", layer.recurrent(), layer.hidden(), width);
        tensors.put(name + BIAS, layer.bias(), width);
    }

    private static LstmAutoencoder autoencoder(DetectorSpec spec, int steps) {
        var tensors = new Tensors(spec.getTensors());
        var parameters = new Parameters(spec);
        int hidden = parameters.whole(HIDDEN, 1);
        int features = parameters.whole(Parameters.FEATURES, 1);
        var activation = parameters.flag(RELU) ? Activation.RELU : Activation.TANH;
        return new LstmAutoencoder(
                steps,
                activation,
                layer(tensors, ENCODER, features, hidden),
                layer(tensors, DECODER),
                dense(tensors, OUTPUT));
    }

    /** A dense layer in whatever size it is. */
    static DenseLayer dense(Tensors tensors, String name) {
        int[] shape = tensors.shape(name + WEIGHTS, 2);
        return dense(tensors, name, shape[0], shape[1]);
    }

    private static DenseLayer dense(Tensors tensors, String name, int inputs, int outputs) {
        return new DenseLayer(
                inputs, outputs, tensors.get(name + WEIGHTS, inputs, outputs), tensors.get(name + BIAS, outputs));
    }

    /** A recurrent layer in whatever size it is. */
    static LstmLayer layer(Tensors tensors, String name) {
        int[] shape = tensors.shape(name + INPUT, 2);
        return layer(tensors, name, shape[0], shape[1] / 4);
    }

    private static LstmLayer layer(Tensors tensors, String name, int inputs, int hidden) {
        int width = 4 * hidden;
        return new LstmLayer(
                inputs,
                hidden,
                tensors.get(name + INPUT, inputs, width),
                tensors.get(name + ".recurrent", hidden, width),
                tensors.get(name + BIAS, width));
    }

    private static ScoringSpec scoring(WindowScoring scoring, Smoothing smoothing) {
        return new ScoringSpec(
                scoring.topSteps(),
                scoring.topFeatures(),
                scoring.stepBlend(),
                scoring.valueBlend(),
                smoothing.alpha());
    }

    private static WindowScoring scoring(ScoringSpec spec) {
        return new WindowScoring(spec.getTopSteps(), spec.getTopFeatures(), spec.getStepBlend(), spec.getValueBlend());
    }
}
