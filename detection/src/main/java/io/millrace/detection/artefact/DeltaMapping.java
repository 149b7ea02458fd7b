package io.millrace.detection.artefact;

import java.util.Optional;
import java.util.TreeMap;

/** A delta and its record. */
final class DeltaMapping {

    private DeltaMapping() {}

    static io.millrace.schemas.ModelDelta toRecord(ModelDelta delta) {
        var tensors = new Tensors();
        delta.recurrent().ifPresent(layers -> {
            DetectorMapping.put(tensors, DetectorMapping.ENCODER, layers.encoder());
            DetectorMapping.put(tensors, DetectorMapping.DECODER, layers.decoder());
        });
        DetectorMapping.put(tensors, DetectorMapping.OUTPUT, delta.output());
        return io.millrace.schemas.ModelDelta.newBuilder()
                .setFormatVersion(ArtefactCodec.FORMAT_VERSION)
                .setModelId(delta.modelId())
                .setVersion(delta.version())
                .setCreatedAtMillis(delta.createdAtMillis())
                .setMachineId(delta.machineId())
                .setBaseModelId(delta.baseModelId())
                .setBaseVersion(delta.baseVersion())
                .setBaseSha256(delta.baseSha256())
                .setTensors(tensors.records())
                .setThreshold(delta.threshold())
                .setThresholdPolicy(delta.thresholdPolicy())
                .setProvenance(new TreeMap<>(delta.provenance()))
                .build();
    }

    static ModelDelta fromRecord(io.millrace.schemas.ModelDelta record) {
        var tensors = new Tensors(record.getTensors());
        var recurrent = tensors.isEmptyBut(DetectorMapping.OUTPUT)
                ? Optional.<ModelDelta.Recurrent>empty()
                : Optional.of(new ModelDelta.Recurrent(
                        DetectorMapping.layer(tensors, DetectorMapping.ENCODER),
                        DetectorMapping.layer(tensors, DetectorMapping.DECODER)));
        return new ModelDelta(
                record.getModelId(),
                record.getVersion(),
                record.getCreatedAtMillis(),
                record.getMachineId(),
                record.getBaseModelId(),
                record.getBaseVersion(),
                record.getBaseSha256(),
                recurrent,
                DetectorMapping.dense(tensors, DetectorMapping.OUTPUT),
                record.getThreshold(),
                record.getThresholdPolicy(),
                new TreeMap<>(record.getProvenance()));
    }
}
