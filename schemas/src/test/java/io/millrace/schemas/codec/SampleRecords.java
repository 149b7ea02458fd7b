package io.millrace.schemas.codec;

import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertFeedback;
import io.millrace.schemas.AlertStatus;
import io.millrace.schemas.CloseReason;
import io.millrace.schemas.DataQuality;
import io.millrace.schemas.DetectorKind;
import io.millrace.schemas.DetectorSpec;
import io.millrace.schemas.FeatureSpec;
import io.millrace.schemas.MemberSpec;
import io.millrace.schemas.ModelArtefact;
import io.millrace.schemas.ModelDelta;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ModelStatusKind;
import io.millrace.schemas.MorphologySpec;
import io.millrace.schemas.RejectReason;
import io.millrace.schemas.RejectedReading;
import io.millrace.schemas.ReleaseAction;
import io.millrace.schemas.ScalerKind;
import io.millrace.schemas.ScalerSpec;
import io.millrace.schemas.ScoringSpec;
import io.millrace.schemas.SensorReading;
import io.millrace.schemas.SensorRole;
import io.millrace.schemas.SensorSpec;
import io.millrace.schemas.Severity;
import io.millrace.schemas.TensorSpec;
import io.millrace.schemas.ThresholdSpec;
import io.millrace.schemas.TopSensor;
import io.millrace.schemas.TopStep;
import io.millrace.schemas.Verdict;
import io.millrace.schemas.WindowScore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;

/** One plausible record of every type that is written on its own, every field set. */
final class SampleRecords {
    static final long NOON = 1_735_732_800_000L; // 2025-01-01T12:00:00Z

    private SampleRecords() {}

    static List<SpecificRecordBase> all() {
        return List.of(
                reading(),
                release(),
                alert(),
                score(),
                rejected(),
                modelStatus(),
                feedback(),
                artefactWithEnsemble(),
                delta());
    }

    static SensorReading reading() {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("pressure", 4.25);
        values.put("temperature", 71.5);
        return SensorReading.newBuilder()
                .setMachineId("pump-7")
                .setTimestampMillis(NOON)
                .setValues(values)
                .setSequence(42L)
                .build();
    }

    static ModelRelease release() {
        return ModelRelease.newBuilder()
                .setModelId("pumps")
                .setVersion(3)
                .setMachinePatterns(List.of("pump-*", "*"))
                .setArtefact(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .setArtefactUri("file:///models/pumps-3")
                .setSha256("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81")
                .setReleasedAtMillis(NOON)
                .setSignature(ByteBuffer.wrap(new byte[] {4, 5}))
                .setNotes("after the overhaul")
                .setAction(ReleaseAction.ROLL_BACK)
                .setSupersedes(4)
                .build();
    }

    static Alert alert() {
        return Alert.newBuilder()
                .setAlertId("pump-7/lstm-autoencoder/1735732800000")
                .setMachineId("pump-7")
                .setDetector("lstm-autoencoder")
                .setStatus(AlertStatus.CLOSED)
                .setSeverity(Severity.CRITICAL)
                .setStartsAtMillis(NOON)
                .setEndsAtMillis(NOON + 60_000)
                .setObservedAtMillis(NOON + 90_000)
                .setUpdateSequence(2)
                .setLengthWindows(7)
                .setScore(0.9)
                .setThreshold(0.3)
                .setErrorRatio(3.0)
                .setMeanErrorRatio(2.1)
                .setConfidence(0.87)
                .setTopSensors(List.of(new TopSensor("pressure", 0.8, 4.25, 6.0)))
                .setTopSteps(List.of(new TopStep(0, 0.5), new TopStep(1, 0.25)))
                .setReason("pressure is 4.25, expected 6.00")
                .setModelId("pumps")
                .setModelVersion(3)
                .setDataQuality(DataQuality.IMPUTED)
                .setCloseReason(CloseReason.RECOVERED)
                .build();
    }

    static WindowScore score() {
        return new WindowScore(
                "pump-7", NOON, 0.2, 0.3, 2.0 / 3, false, "lstm-autoencoder", "pumps", 3L, DataQuality.GOOD);
    }

    static RejectedReading rejected() {
        return RejectedReading.newBuilder()
                .setReason(RejectReason.NOT_FINITE)
                .setDetail("pressure is NaN, expected a finite number")
                .setTopic("readings")
                .setPartition(1)
                .setOffset(99)
                .setKey(ByteBuffer.wrap(new byte[] {'p'}))
                .setValue(ByteBuffer.wrap(new byte[] {0, -1}))
                .setRejectedAtMillis(NOON)
                .setMachineId("pump-7")
                .setTimestampMillis(NOON)
                .build();
    }

    static ModelStatus modelStatus() {
        return new ModelStatus("pumps", 3L, ModelStatusKind.REFUSED, "sha256 differs", 2L, NOON, "millrace");
    }

    static AlertFeedback feedback() {
        return new AlertFeedback("a-1", "pump-7", Verdict.TRUE_ALARM, "worn seal", "night shift", NOON);
    }

    static ModelArtefact artefactWithEnsemble() {
        DetectorSpec inner = DetectorSpec.newBuilder()
                .setKind(DetectorKind.LSTM_AUTOENCODER)
                .setParameters(Map.of("hiddenUnits", 64.0))
                .setTensors(List.of(new TensorSpec("weights", List.of(2, 1), littleEndian(0.5f, -1f))))
                .build();
        DetectorSpec ensemble = DetectorSpec.newBuilder()
                .setKind(DetectorKind.ENSEMBLE)
                .setParameters(Map.of())
                .setTensors(List.of())
                .setMembers(List.of(new MemberSpec(1.0, 0.1, 0.7, inner)))
                .build();
        return ModelArtefact.newBuilder()
                .setFormatVersion(1)
                .setModelId("pumps")
                .setVersion(3)
                .setCreatedAtMillis(NOON)
                .setSensors(List.of(new SensorSpec("pressure", SensorRole.CONTINUOUS, "bar")))
                .setScaler(new ScalerSpec(ScalerKind.ROBUST, List.of(6.0), List.of(0.5), List.of(false), 20.0))
                .setFeatures(new FeatureSpec(true, false, 5))
                .setWindowSteps(60)
                .setDetector(ensemble)
                .setScoring(new ScoringSpec(6, 1, 0.5, 0.7, 0.3))
                .setThresholds(new ThresholdSpec("mean+2sigma", 0.3, Map.of("pump-7", 0.4), 0, 2.0))
                .setMorphology(new MorphologySpec(3, 2, 0))
                .setProvenance(Map.of("seed", "7"))
                .build();
    }

    static ModelDelta delta() {
        return ModelDelta.newBuilder()
                .setFormatVersion(1)
                .setModelId("pumps-pump-7")
                .setVersion(3)
                .setCreatedAtMillis(NOON)
                .setMachineId("pump-7")
                .setBaseModelId("pumps")
                .setBaseVersion(3)
                .setBaseSha256("00".repeat(32))
                .setTensors(List.of(new TensorSpec("output.bias", List.of(1), littleEndian(0.5f))))
                .setThreshold(0.4)
                .setThresholdPolicy("mean+2sigma")
                .setProvenance(Map.of("finetune.layers", "output"))
                .build();
    }

    private static ByteBuffer littleEndian(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.flip().order(ByteOrder.BIG_ENDIAN);
    }
}
