package io.millrace.detection.artefact;

import io.millrace.detection.model.AttentionLstm;
import io.millrace.detection.model.AttentionPooling;
import io.millrace.detection.model.BidirectionalLstm;
import io.millrace.detection.model.DenseAutoencoder;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.EstimateKind;
import io.millrace.detection.model.LstmClassifier;
import io.millrace.detection.model.WindowEstimator;
import io.millrace.detection.score.DenseReconstructionDetector;
import io.millrace.detection.score.EstimatingDetector;
import io.millrace.detection.score.WindowScoring;
import io.millrace.schemas.DetectorKind;
import io.millrace.schemas.DetectorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Networks beside the LSTM autoencoder: dense autoencoder, LSTM classifier, attention LSTM. */
final class NetworkMapping {

    private static final String LAYERS = "layers";
    private static final String LAYER = "layer";
    private static final String ESTIMATE = "estimate"; // EstimateKind by number: append only
    private static final String TYPICAL = "typical";
    private static final String FIRST = "first";
    private static final String SECOND = "second";
    private static final String DENSE = "dense";
    private static final String FORWARD = ".forward";
    private static final String BACKWARD = ".backward";
    private static final String QUERIES = "attention.queries";
    private static final String KEYS = "attention.keys";
    private static final String VALUES = "attention.values";
    private static final String POOLED = "attention.output";

    private static final int MOST_LAYERS = 100; // of an artefact from outside

    private NetworkMapping() {}

    static DetectorSpec toRecord(DenseReconstructionDetector detector) {
        DenseAutoencoder model = detector.model();
        var parameters = new TreeMap<String, Double>();
        parameters.put(Parameters.STEPS, (double) model.steps());
        parameters.put(Parameters.FEATURES, (double) model.features());
        parameters.put(LAYERS, (double) model.layers().size());
        var tensors = new Tensors();
        for (int l = 0; l < model.layers().size(); l++) {
            DetectorMapping.put(tensors, LAYER + l, model.layers().get(l));
        }
        return record(DetectorKind.DENSE_AUTOENCODER, parameters, tensors);
    }

    static DenseReconstructionDetector denseAutoencoder(DetectorSpec spec, WindowScoring scoring) {
        var parameters = new Parameters(spec);
        var tensors = new Tensors(spec.getTensors());
        var layers = new ArrayList<DenseLayer>();
        for (int l = 0; l < layers(parameters); l++) {
            layers.add(DetectorMapping.dense(tensors, LAYER + l));
        }
        var model = new DenseAutoencoder(
                parameters.whole(Parameters.STEPS, 1), parameters.whole(Parameters.FEATURES, 1), layers);
        return new DenseReconstructionDetector(model, scoring);
    }

    static DetectorSpec toRecord(EstimatingDetector detector) {
        var parameters = new TreeMap<String, Double>();
        parameters.put(Parameters.STEPS, (double) detector.steps());
        var tensors = new Tensors();
        tensors.put(TYPICAL, detector.typical(), detector.features());
        return detector.network() instanceof AttentionLstm attention
                ? attention(attention, parameters, tensors)
                : classifier((LstmClassifier) detector.network(), parameters, tensors);
    }

    private static DetectorSpec classifier(LstmClassifier network, Map<String, Double> parameters, Tensors tensors) {
        DetectorMapping.put(tensors, FIRST, network.first());
        DetectorMapping.put(tensors, SECOND, network.second());
        DetectorMapping.put(tensors, DENSE, network.dense());
        DetectorMapping.put(tensors, DetectorMapping.OUTPUT, network.output());
        return record(DetectorKind.LSTM_CLASSIFIER, parameters, tensors);
    }

    static EstimatingDetector classifier(DetectorSpec spec) {
        var tensors = new Tensors(spec.getTensors());
        return detector(
                new LstmClassifier(
                        new Parameters(spec).whole(Parameters.STEPS, 1),
                        DetectorMapping.layer(tensors, FIRST),
                        DetectorMapping.layer(tensors, SECOND),
                        DetectorMapping.dense(tensors, DENSE),
                        DetectorMapping.dense(tensors, DetectorMapping.OUTPUT)),
                tensors);
    }

    private static DetectorSpec attention(AttentionLstm network, Map<String, Double> parameters, Tensors tensors) {
        List<BidirectionalLstm> layers = network.layers();
        parameters.put(LAYERS, (double) layers.size());
        parameters.put(ESTIMATE, (double) network.kind().ordinal());
        for (int l = 0; l < layers.size(); l++) {
            DetectorMapping.put(tensors, LAYER + l + FORWARD, layers.get(l).forward());
            DetectorMapping.put(tensors, LAYER + l + BACKWARD, layers.get(l).backward());
        }
        AttentionPooling pooling = network.attention();
        tensors.put(QUERIES, pooling.queries(), pooling.heads(), pooling.inputs(), pooling.size());
        tensors.put(KEYS, pooling.keys(), pooling.heads(), pooling.inputs(), pooling.size());
        tensors.put(VALUES, pooling.values(), pooling.heads(), pooling.inputs(), pooling.size());
        tensors.put(POOLED, pooling.output(), pooling.heads() * pooling.size(), pooling.outputs());
        DetectorMapping.put(tensors, DENSE, network.dense());
        DetectorMapping.put(tensors, DetectorMapping.OUTPUT, network.output());
        return record(DetectorKind.ATTENTION_LSTM, parameters, tensors);
    }

    static EstimatingDetector attention(DetectorSpec spec) {
        var parameters = new Parameters(spec);
        var tensors = new Tensors(spec.getTensors());
        var layers = new ArrayList<BidirectionalLstm>();
        for (int l = 0; l < layers(parameters); l++) {
            layers.add(new BidirectionalLstm(
                    DetectorMapping.layer(tensors, LAYER + l + FORWARD),
                    DetectorMapping.layer(tensors, LAYER + l + BACKWARD)));
        }
        int kind = parameters.whole(ESTIMATE, 0);
        if (kind >= EstimateKind.values().length) {
            throw new IllegalArgumentException("an attention LSTM that estimates in way " + kind
                    + " is not known to this release, which knows " + EstimateKind.values().length
                    + ": upgrade Millrace");
        }
        return detector(
                new AttentionLstm(
                        parameters.whole(Parameters.STEPS, 1),
                        layers,
                        pooling(tensors),
                        DetectorMapping.dense(tensors, DENSE),
                        DetectorMapping.dense(tensors, DetectorMapping.OUTPUT),
                        EstimateKind.values()[kind]),
                tensors);
    }

    private static AttentionPooling pooling(Tensors tensors) {
        int[] shape = tensors.shape(QUERIES, 3);
        int[] out = tensors.shape(POOLED, 2);
        return new AttentionPooling(
                shape[1],
                shape[0],
                shape[2],
                out[1],
                tensors.get(QUERIES, shape),
                tensors.get(KEYS, shape),
                tensors.get(VALUES, shape),
                tensors.get(POOLED, out));
    }

    private static EstimatingDetector detector(WindowEstimator network, Tensors tensors) {
        return new EstimatingDetector(network, tensors.get(TYPICAL, network.features()));
    }

    private static int layers(Parameters parameters) {
        int layers = parameters.whole(LAYERS, 1);
        if (layers > MOST_LAYERS) {
            throw new IllegalArgumentException("networks of at most " + MOST_LAYERS + " layers are served, found "
                    + layers + ": the artefact is damaged, export it again");
        }
        return layers;
    }

    private static DetectorSpec record(DetectorKind kind, Map<String, Double> parameters, Tensors tensors) {
        return new DetectorSpec(kind, parameters, tensors.records(), new HashMap<>(), new ArrayList<>());
    }
}
