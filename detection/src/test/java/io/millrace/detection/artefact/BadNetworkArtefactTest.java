package io.millrace.detection.artefact;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.model.EstimateKind;
import io.millrace.detection.model.RandomModels;
import io.millrace.detection.model.WindowEstimator;
import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.scale.FeatureSpec;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.scale.Scaler;
import io.millrace.detection.scale.ScalerKind;
import io.millrace.detection.score.DenseReconstructionDetector;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.EstimatingDetector;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.score.WindowScoring;
import io.millrace.detection.threshold.Thresholds;
import io.millrace.schemas.DetectorSpec;
import io.millrace.schemas.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks beside the LSTM autoencoder that must not serve: each is refused with what was expected and what was found. */
class BadNetworkArtefactTest {

    private static final int STEPS = 6;
    private static final int FEATURES = 2;

    private static final Detector DENSE = new DenseReconstructionDetector(
            RandomModels.denseAutoencoder(new Random(1), STEPS, FEATURES, 5, 3, 5), WindowScoring.MEAN);
    private static final Detector CLASSIFIER = estimating(RandomModels.classifier(new Random(2), STEPS, FEATURES, 4));
    private static final Detector ATTENTION =
            estimating(RandomModels.attention(new Random(3), STEPS, FEATURES, 4, EstimateKind.LOG_ODDS));

    private static Detector estimating(WindowEstimator network) {
        return new EstimatingDetector(network, new float[FEATURES]);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault(
                        "a dense layer of another width",
                        DENSE,
                        spec -> tensor(spec, "layer1.weights").setShape(List.of(3, 5)),
                        "tensor 'layer1.bias' expects shape [5], found [3]"),
                fault(
                        "a layer that is missing",
                        DENSE,
                        spec -> spec.getParameters().put("layers", 5.0),
                        "tensor 'layer4.weights' is missing"),
                fault(
                        "a layer left out",
                        DENSE,
                        spec -> spec.getParameters().put("layers", 3.0),
                        "a window of 6 × 2 expects 12 outputs, found 5"),
                fault(
                        "another window",
                        DENSE,
                        spec -> spec.getParameters().put("steps", 5.0),
                        "layer 0 expects 12 inputs, found 10"),
                fault(
                        "more layers than any network has",
                        DENSE,
                        spec -> spec.getParameters().put("layers", 1000.0),
                        "at most 100 layers are served, found 1000"),
                fault(
                        "a dense weight that is no number",
                        DENSE,
                        spec -> nan(spec, "layer2.weights"),
                        "tensor 'layer2.weights' holds a value that is not finite"),
                fault(
                        "a classifier's weight that is no number",
                        CLASSIFIER,
                        spec -> nan(spec, "second.recurrent"),
                        "tensor 'second.recurrent' holds a value that is not finite"),
                fault(
                        "a classifier without a layer",
                        CLASSIFIER,
                        spec -> spec.getTensors().remove(tensor(spec, "second.input")),
                        "tensor 'second.input' is missing"),
                fault(
                        "a classifier whose recurrent layers do not fit",
                        CLASSIFIER,
                        spec -> {
                            resize(spec, "second.input", 3, 20);
                        },
                        "layers do not fit: first 2 → 4, second 3 → 5"),
                fault(
                        "typical values of other features",
                        CLASSIFIER,
                        spec -> resize(spec, "typical", 3),
                        "tensor 'typical' expects shape [2], found [3]"),
                fault(
                        "attention over another width",
                        ATTENTION,
                        spec -> {
                            for (String name : List.of("queries", "keys", "values")) {
                                resize(spec, "attention." + name, 2, 7, 3);
                            }
                        },
                        "layers do not fit: recurrent layers → 8, attention 7 → 5"),
                fault(
                        "keys of another size than the queries",
                        ATTENTION,
                        spec -> resize(spec, "attention.keys", 2, 8, 4),
                        "tensor 'attention.keys' expects shape [2, 8, 3], found [2, 8, 4]"),
                fault(
                        "directions of different sizes",
                        ATTENTION,
                        spec -> {
                            resize(spec, "layer1.backward.input", 8, 12);
                            resize(spec, "layer1.backward.recurrent", 3, 12);
                            resize(spec, "layer1.backward.bias", 12);
                        },
                        "both directions expect one size, found 8 → 4 and 8 → 3"),
                fault(
                        "an estimate of an unknown kind",
                        ATTENTION,
                        spec -> spec.getParameters().put("estimate", 2.0),
                        "estimates in way 2 is not known to this release"),
                fault(
                        "attention that is no number",
                        ATTENTION,
                        spec -> nan(spec, "attention.output"),
                        "tensor 'attention.output' holds a value that is not finite"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void isRefusedWithASentence(String name, Detector detector, Consumer<DetectorSpec> change, String sentence) {
        io.millrace.schemas.ModelArtefact record = ArtefactMapping.toRecord(artefact(detector));
        change.accept(record.getDetector());
        byte[] bytes = ArtefactCodec.seal(ArtefactCodec.encodeRecord(record));

        assertThatThrownBy(() -> ArtefactCodec.decode(bytes))
                .isInstanceOf(BadArtefactException.class)
                .hasMessageContaining(sentence);
    }

    static Stream<Detector> networks() {
        return Stream.of(DENSE, CLASSIFIER, ATTENTION);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void cutOrChangedBytesAreRefused(Detector detector) {
        byte[] bytes = ArtefactCodec.encode(artefact(detector));
        byte[] cut = Arrays.copyOf(bytes, bytes.length / 2);
        byte[] changed = bytes.clone();
        changed[bytes.length - 40] ^= 1;

        assertThatThrownBy(() -> ArtefactCodec.decode(cut))
                .isInstanceOf(BadArtefactException.class)
                .hasMessageContaining("cut or padded");
        assertThatThrownBy(() -> ArtefactCodec.decode(changed))
                .isInstanceOf(BadArtefactException.class)
                .hasMessageContaining("changed on its way");
    }

    private static ModelArtefact artefact(Detector detector) {
        var scaler =
                new Scaler(ScalerKind.STANDARD, new double[FEATURES], new double[] {1, 1}, new boolean[FEATURES], 20);
        return new ModelArtefact(
                "pump",
                1,
                0,
                new Preprocessing(SensorLayout.ofNames(List.of("flow", "pressure")), scaler, FeatureSpec.VALUES, false),
                detector,
                Smoothing.NONE,
                new Thresholds("fixed", 0.5, Map.of(), 0, 2),
                Morphology.NONE,
                new TreeMap<>());
    }

    private static Arguments fault(String name, Detector detector, Consumer<DetectorSpec> change, String sentence) {
        return Arguments.of(name, detector, change, sentence);
    }

    private static TensorSpec tensor(DetectorSpec spec, String name) {
        return spec.getTensors().stream()
                .filter(tensor -> tensor.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void resize(DetectorSpec spec, String name, Integer... shape) {
        int length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        tensor(spec, name).setShape(List.of(shape));
        tensor(spec, name).setValues(ByteBuffer.allocate(4 * length));
    }

    private static void nan(DetectorSpec spec, String name) {
        tensor(spec, name).getValues().order(ByteOrder.LITTLE_ENDIAN).putFloat(4, Float.NaN);
    }
}
