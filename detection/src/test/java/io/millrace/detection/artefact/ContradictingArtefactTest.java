package io.millrace.detection.artefact;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.detector.IsolationForestDetector;
import io.millrace.detection.detector.TrainingRows;
import io.millrace.detection.detector.WindowView;
import io.millrace.schemas.CalibrationSpec;
import io.millrace.schemas.DetectorKind;
import io.millrace.schemas.ModelArtefact;
import io.millrace.schemas.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Artefacts with a sound checksum whose contents contradict each other. */
class ContradictingArtefactTest {

    static Stream<Arguments> contradictions() {
        return Stream.of(
                contradiction(
                        "a tensor of another shape",
                        record -> tensor(record, "encoder.input").setShape(List.of(16, 4)),
                        "model pumps version 7 contradicts itself: tensor 'encoder.input' expects shape [4, 16], found [16, 4]"),
                contradiction(
                        "a tensor with a value too few",
                        record -> tensor(record, "output.bias").setValues(ByteBuffer.allocate(12)),
                        "tensor 'output.bias' expects 16 bytes, found 12"),
                contradiction(
                        "a tensor that is missing",
                        record -> record.getDetector().getTensors().remove(tensor(record, "decoder.recurrent")),
                        "tensor 'decoder.recurrent' of shape [4, 16] is missing, found [encoder.input,"),
                contradiction(
                        "a tensor that stands twice",
                        record -> record.getDetector().getTensors().add(tensor(record, "encoder.bias")),
                        "tensor 'encoder.bias' stands twice"),
                contradiction(
                        "weights that are not finite",
                        record -> tensor(record, "decoder.bias")
                                .getValues()
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putFloat(0, Float.NaN),
                        "tensor 'decoder.bias' holds a value that is not finite: train the model again"),
                contradiction(
                        "sizes whose product an int cannot hold",
                        record -> {
                            record.getDetector().getParameters().put("hidden", 65536.0);
                            record.getDetector().getParameters().put("features", 65536.0);
                            tensor(record, "encoder.input").setShape(List.of(65536, 262144));
                        },
                        "tensor 'encoder.input' expects 68719476736 bytes, found 256"),
                contradiction(
                        "no hidden size",
                        record -> record.getDetector().getParameters().remove("hidden"),
                        "parameter 'hidden' of a LSTM_AUTOENCODER must be a whole number from 1 to 1048576, found none"),
                contradiction(
                        "half a hidden unit",
                        record -> record.getDetector().getParameters().put("hidden", 4.5),
                        "found 4.5"),
                contradiction(
                        "an activation that is neither",
                        record -> record.getDetector().getParameters().put("relu", 2.0),
                        "parameter 'relu' of a LSTM_AUTOENCODER must be 0 or 1, found 2.0"),
                contradiction(
                        "a window that no memory holds",
                        record -> record.setWindowSteps(2_000_000_000),
                        "windows of at most 65536 steps are served, found 2000000000"),
                contradiction(
                        "a rolling deviation that no memory holds",
                        record -> {
                            record.getFeatures().setRollingDeviation(true);
                            record.getFeatures().setRollingSteps(2_000_000_000);
                        },
                        "rolling deviations of at most 65536 steps are served, found 2000000000"),
                contradiction(
                        "a scaler of fewer sensors than the layout",
                        record -> {
                            record.getScaler().getOffsets().remove(4);
                            record.getScaler().getScales().remove(4);
                            record.getScaler().getConstant().remove(4);
                        },
                        "the scaler expects 4 sensors, the layout has 5 [temperature, valve, vibration, serial, supply]"),
                contradiction(
                        "scaler arrays of different lengths",
                        record -> record.getScaler().getScales().remove(4),
                        "scaler arrays differ in length: 5 offsets, 4 scales, 5 constant marks"),
                contradiction(
                        "a scale of zero",
                        record -> record.getScaler().getScales().set(2, 0.0),
                        "scaler of sensor 2 expects a finite offset and a scale > 0"),
                contradiction(
                        "a sensor that stands twice",
                        record -> record.getSensors().get(2).setName("temperature"),
                        "sensor 'temperature' stands twice in the layout"),
                contradiction("no sensors", record -> record.setSensors(new ArrayList<>()), "found none"),
                contradiction(
                        "features that the model was not trained on",
                        record -> record.getFeatures().setDifference(false),
                        "model pumps expects 4 features a row, its preprocessing makes 2 of [temperature,"),
                contradiction(
                        "a state among what an autoencoder reconstructs",
                        record -> {
                            // value of two sensors and, as a third and fourth feature, two states
                            record.getFeatures().setDifference(false);
                            record.getSensors().get(3).setRole(io.millrace.schemas.SensorRole.STATE);
                            record.getDetector().getParameters().put("stateInputs", 1.0);
                        },
                        "model pumps has an expectation of 4 features a row, 2 of the 4"),
                contradiction(
                        "a threshold of zero",
                        record -> record.getThresholds().setFallback(0),
                        "threshold 'fallback' must be finite and > 0"),
                contradiction(
                        "a machine's threshold that is not finite",
                        record -> record.getThresholds().getPerMachine().put("pump-3", Double.NaN),
                        "threshold 'pump-3'"),
                contradiction(
                        "differences of one step",
                        record -> record.setWindowSteps(1),
                        "a window of 1 step has no differences"),
                contradiction(
                        "no smoothing weight", record -> record.getScoring().setSmoothing(0), "found 0.0"),
                contradiction("a blend above 1", record -> record.getScoring().setStepBlend(1.5), "step blend"),
                contradiction(
                        "an event of no windows",
                        record -> record.getMorphology().setMinEventLength(0),
                        "minEventLength must be from 1"),
                contradiction("no id", record -> record.setModelId(" "), "a model needs an id"),
                contradiction("no version", record -> record.setVersion(0), "needs a version ≥ 1, found 0"),
                contradiction(
                        "a newer format",
                        record -> record.setFormatVersion(2),
                        "model pumps has format version 2, this release reads 1 to 1: upgrade Millrace"),
                contradiction("no format", record -> record.setFormatVersion(0), "model pumps has format version 0"),
                contradiction(
                        "a detector that this release does not serve",
                        record -> record.getDetector().setKind(DetectorKind.UNKNOWN),
                        "model pumps is a detector of kind UNKNOWN, which this release does not serve"));
    }

    static Stream<Arguments> contradictionsOfAnIsolationForest() {
        return Stream.of(
                contradiction(
                        "a child that stands before its parent",
                        record -> value(record, "node.rights", 0, 0),
                        "node 0 of the forest is neither leaf nor fork among 12 values"),
                contradiction(
                        "a child beyond the tree",
                        record -> value(record, "node.rights", 0, 1e6f),
                        "right child 1000000"),
                contradiction(
                        "a cut through a value that a window does not have",
                        record -> value(record, "node.features", 0, 12),
                        "feature 12"),
                contradiction(
                        "half a node",
                        record -> value(record, "node.rights", 0, 2.5f),
                        "tensor 'node.rights' expects whole numbers, found 2.5"),
                contradiction(
                        "a split that is not finite",
                        record -> value(record, "node.splits", 0, Float.NaN),
                        "tensor 'node.splits' holds a value that is not finite"),
                contradiction(
                        "no trees",
                        record -> record.getDetector().getParameters().put("count", 0.0),
                        "parameter 'count' of a ISOLATION_FOREST must be a whole number from 1"),
                contradiction(
                        "a tree that begins behind the nodes",
                        record -> value(record, "roots", 1, 1e6f),
                        "of the forest expects nodes of its own"),
                contradiction(
                        "a view that is not known",
                        record -> record.getDetector().getParameters().put("view", 9.0),
                        "a ISOLATION_FOREST with view 9 is not known to this release"),
                contradiction(
                        "a median of another shape",
                        record -> tensor(record, "median").setShape(List.of(4, 3)),
                        "tensor 'median' expects shape [3, 4], found [4, 3]"),
                contradiction(
                        "no samples",
                        record -> record.getDetector().getParameters().remove("samples"),
                        "parameter 'samples' of a ISOLATION_FOREST must be a whole number from 2 to 1048576, found none"),
                contradiction(
                        "a calibration upside down",
                        record -> record.setCalibration(new CalibrationSpec(2.0, 1.0)),
                        "a calibration expects a finite median and a 99 % quantile above it, found 2.0 and 1.0"));
    }

    private static void value(ModelArtefact record, String name, int at, float value) {
        tensor(record, name).getValues().order(ByteOrder.LITTLE_ENDIAN).putFloat(4 * at, value);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contradictionsOfAnIsolationForest")
    void aForestIsRefusedWithASentence(String name, Consumer<ModelArtefact> change, String sentence) {
        io.millrace.detection.artefact.ModelArtefact small = TestArtefacts.small();
        var random = new SplittableRandom(1);
        var rows = new float[4 * 60];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextDouble();
        }
        var forest = IsolationForestDetector.fit(TrainingRows.of(rows, 4), 3, WindowView.ROWS, 60, 4, 16, 1);
        ModelArtefact record = ArtefactMapping.toRecord(new io.millrace.detection.artefact.ModelArtefact(
                "pumps",
                7,
                0,
                small.preprocessing(),
                forest,
                small.smoothing(),
                small.thresholds(),
                small.morphology(),
                new TreeMap<>()));
        change.accept(record);
        byte[] bytes = ArtefactCodec.seal(ArtefactCodec.encodeRecord(record));

        assertThatThrownBy(() -> ArtefactCodec.decode(bytes))
                .isInstanceOf(BadArtefactException.class)
                .hasMessageContaining(sentence);
    }

    private static Arguments contradiction(String name, Consumer<ModelArtefact> change, String sentence) {
        return Arguments.of(name, change, sentence);
    }

    private static TensorSpec tensor(ModelArtefact record, String name) {
        return record.getDetector().getTensors().stream()
                .filter(tensor -> tensor.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contradictions")
    void isRefusedWithASentence(String name, Consumer<ModelArtefact> change, String sentence) {
        ModelArtefact record = ArtefactMapping.toRecord(TestArtefacts.small());
        record.setSensors(new ArrayList<>(record.getSensors()));
        change.accept(record);
        byte[] bytes = ArtefactCodec.seal(ArtefactCodec.encodeRecord(record));

        assertThatThrownBy(() -> ArtefactCodec.decode(bytes))
                .isInstanceOf(BadArtefactException.class)
                .hasMessageContaining(sentence);
    }
}
