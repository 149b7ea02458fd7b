package io.millrace.detection.artefact;

import io.millrace.detection.score.Detector;
import io.millrace.schemas.DetectorKind;
import io.millrace.schemas.DetectorSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Detectors of other modules to records and back. */
final class PluggedDetectors {

    /** By the loader of this class: in the job it is the job's own, which the thread that restores a checkpoint need not have. */
    private static final List<DetectorPlugin> ALL =
            ServiceLoader.load(DetectorPlugin.class, DetectorPlugin.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();

    private PluggedDetectors() {}

    /** Empty when no module knows the detector. */
    static Optional<DetectorSpec> toRecord(Detector detector) {
        return ALL.stream().filter(plugin -> plugin.knows(detector)).findFirst().map(plugin -> {
            DetectorPlugin.Form form = plugin.toForm(detector);
            var attachments = new TreeMap<String, ByteBuffer>();
            form.attachments().forEach((name, bytes) -> attachments.put(name, ByteBuffer.wrap(bytes)));
            return new DetectorSpec(
                    DetectorKind.valueOf(plugin.kind()),
                    new TreeMap<>(form.parameters()),
                    new ArrayList<>(),
                    attachments,
                    new ArrayList<>());
        });
    }

    /** Empty when no module knows the kind. */
    static Optional<Detector> fromRecord(DetectorSpec spec) {
        return ALL.stream()
                .filter(plugin -> plugin.kind().equals(spec.getKind().name()))
                .findFirst()
                .map(plugin -> {
                    var attachments = new TreeMap<String, byte[]>();
                    for (Map.Entry<String, ByteBuffer> part :
                            spec.getAttachments().entrySet()) {
                        var bytes = new byte[part.getValue().remaining()];
                        part.getValue().duplicate().get(bytes);
                        attachments.put(part.getKey(), bytes);
                    }
                    return plugin.fromForm(new DetectorPlugin.Form(new TreeMap<>(spec.getParameters()), attachments));
                });
    }
}
