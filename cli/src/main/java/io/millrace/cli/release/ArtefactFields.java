package io.millrace.cli.release;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.detection.reading.Sensor;
import io.millrace.detection.scale.Scaler;
import io.millrace.detection.threshold.AlertLevels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an artefact holds, as fields of a JSON object. */
final class ArtefactFields {

    private ArtefactFields() {}

    static Map<String, Object> of(ModelArtefact artefact, byte[] bytes) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("modelId", artefact.modelId());
        fields.put("version", artefact.version());
        fields.put("bytes", bytes.length);
        fields.put("sha256", ArtefactCodec.sha256Hex(bytes));
        fields.put("createdAt", Instant.ofEpochMilli(artefact.createdAtMillis()).toString());
        fields.put("detector", artefact.detector().name());
        fields.put("windowSteps", artefact.detector().steps());
        fields.put("features", artefact.detector().features());
        fields.put("sensors", sensorFields(artefact));
        fields.put("scaler", artefact.preprocessing().scaler().kind().name());
        fields.put("smoothing", artefact.smoothing().alpha());
        fields.put("threshold", artefact.thresholds().fallback());
        fields.put("thresholdPolicy", artefact.thresholds().policy());
        fields.put("thresholdPerMachine", artefact.thresholds().perMachine());
        fields.put("criticalRatio", artefact.thresholds().criticalRatio());
        artefact.calibration().ifPresent(found -> {
            fields.put("calibrationMedian", found.median());
            fields.put("calibrationQ99", found.q99());
            fields.put("alertsFrom", artefact.alarm("", AlertLevels.DEFAULT));
        });
        fields.put("minEventLength", artefact.morphology().minEventLength());
        fields.put("mergeGap", artefact.morphology().mergeGap());
        fields.put("dilation", artefact.morphology().dilation());
        fields.put("provenance", artefact.provenance());
        return fields;
    }

    static Map<String, Object> of(ModelDelta delta, byte[] bytes) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("modelId", delta.modelId());
        fields.put("version", delta.version());
        fields.put("bytes", bytes.length);
        fields.put("sha256", ArtefactCodec.sha256Hex(bytes));
        fields.put("machine", delta.machineId());
        fields.put("baseModelId", delta.baseModelId());
        fields.put("baseVersion", delta.baseVersion());
        fields.put("baseSha256", delta.baseSha256());
        fields.put("allLayers", delta.recurrent().isPresent());
        fields.put("createdAt", Instant.ofEpochMilli(delta.createdAtMillis()).toString());
        fields.put("threshold", delta.threshold());
        fields.put("thresholdPolicy", delta.thresholdPolicy());
        fields.put("provenance", delta.provenance());
        return fields;
    }

    private static List<Map<String, Object>> sensorFields(ModelArtefact artefact) {
        Scaler scaler = artefact.preprocessing().scaler();
        List<Sensor> sensors = artefact.preprocessing().layout().sensors();
        List<Map<String, Object>> entries = new ArrayList<>();
        for (int j = 0; j < sensors.size(); j++) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", sensors.get(j).name());
            entry.put("role", sensors.get(j).role().name());
            entry.put("unit", sensors.get(j).unit());
            entry.put("offset", scaler.offset(j));
            entry.put("scale", scaler.scale(j));
            entry.put("constant", scaler.constant(j));
            entries.add(entry);
        }
        return entries;
    }
}
