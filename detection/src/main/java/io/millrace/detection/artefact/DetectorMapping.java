package io.millrace.detection.artefact;

import io.millrace.detection.model.Activation;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmLayer;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.score.WindowScoring;
import io.millrace.schemas.DetectorKind;
import io.millrace.schemas.DetectorSpec;
import io.millrace.schemas.ScoringSpec;
import java.util.ArrayList;
import java.util.HashMap;

/** Each kind of detector to its named parameters and tensors, and back. */
final class DetectorMapping {

    private static final String HIDDEN = "hidden";
    private static final String FEATURES = "features";
    private static final String RELU = "relu";

    private DetectorMapping() {}

    /** A detector's record and the scoring record that goes with it. */
    record Encoded(DetectorSpec detector, ScoringSpec scoring) {}

    static Encoded toRecord(Detector detector, Smoothing smoothing) {
        if (detector instanceof ReconstructionDetector reconstruction) {
            return new Encoded(autoencoder(reconstruction.model()), scoring(reconstruction.scoring(), smoothing));
        }
        throw new IllegalArgumentException("detector '" + detector.name() + "' has no artefact form");
    }

    static Detector fromRecord(String modelId, DetectorSpec spec, ScoringSpec scoring, int steps)
            throws BadArtefactException {
        return switch (spec.getKind()) {
            case LSTM_AUTOENCODER -> new ReconstructionDetector(autoencoder(spec, steps), scoring(scoring));
            case UNKNOWN,
                    DENSE_AUTOENCODER,
                    WINDOW_NEIGHBOUR,
                    WINDOW_PCA,
                    KMEANS_WINDOWS,
                    ONE_STEP_PREDICTOR,
                    ENSEMBLE ->
                throw new BadArtefactException("model " + modelId + " is a detector of kind " + spec.getKind()
                        + ", this release serves LSTM_AUTOENCODER: upgrade Millrace, or release another kind of model");
        };
    }

    private static DetectorSpec autoencoder(LstmAutoencoder model) {
        var parameters = new HashMap<String, Double>();
        parameters.put(HIDDEN, (double) model.encoder().hidden());
        parameters.put(FEATURES, (double) model.features());
        parameters.put(RELU, model.activation() == Activation.RELU ? 1.0 : 0.0);
        var tensors = new Tensors();
        put(tensors, "encoder", model.encoder());
        put(tensors, "decoder", model.decoder());
        DenseLayer output = model.output();
        tensors.put("output.weights", output.weights(), output.inputs(), output.outputs());
        tensors.put("output.bias", output.bias(), output.outputs());
        return new DetectorSpec(DetectorKind.LSTM_AUTOENCODER, parameters, tensors.records(), new ArrayList<>());
    }

    private static void put(Tensors tensors, String name, LstmLayer layer) {
        int width = 4 * layer.hidden();
        tensors.put(name + ".input", layer.input(), layer.inputs(), width);
        tensors.put(name + ".recurrent", layer.recurrent(), layer.hidden(), width);
        tensors.put(name + ".bias", layer.bias(), width);
    }

    private static LstmAutoencoder autoencoder(DetectorSpec spec, int steps) {
        var tensors = new Tensors(spec.getTensors());
        int hidden = size(spec, HIDDEN);
        int features = size(spec, FEATURES);
        var activation = spec.getParameters().getOrDefault(RELU, 0.0) != 0 ? Activation.RELU : Activation.TANH;
        return new LstmAutoencoder(
                steps,
                activation,
                layer(tensors, "encoder", features, hidden),
                layer(tensors, "decoder", hidden, hidden),
                new DenseLayer(
                        hidden,
                        features,
                        tensors.get("output.weights", hidden, features),
                        tensors.get("output.bias", features)));
    }

    private static LstmLayer layer(Tensors tensors, String name, int inputs, int hidden) {
        int width = 4 * hidden;
        return new LstmLayer(
                inputs,
                hidden,
                tensors.get(name + ".input", inputs, width),
                tensors.get(name + ".recurrent", hidden, width),
                tensors.get(name + ".bias", width));
    }

    private static int size(DetectorSpec spec, String name) {
        Double value = spec.getParameters().get(name);
        if (value == null || value < 1 || value > 1 << 16 || value != Math.rint(value)) {
            throw new IllegalArgumentException(
                    "parameter '" + name + "' must be a whole number from 1 to 65536, found " + value);
        }
        return value.intValue();
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
