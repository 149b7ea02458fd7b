package io.millrace.job;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.BadArtefactException;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.job.config.ConfigException;
import io.millrace.job.config.ModelsConfig;
import io.millrace.job.operator.OwnModelFolder;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.codec.RecordEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;

/** The models that serve before any release arrives, read from files when the job is put together. */
public final class StartModels {
    private static final String EVERY_MACHINE = "*";

    private StartModels() {}

    /**
     * Reads the artefacts and wraps each as a release.
     *
     * @return encoded {@link ModelRelease}s, one per file
     * @throws ConfigException with every file that cannot be used
     */
    public static List<byte[]> load(ModelsConfig config) {
        Map<String, List<String>> patternsByPath = new LinkedHashMap<>();
        for (String entry : config.files()) {
            int equals = entry.indexOf('=');
            String pattern =
                    equals < 0 ? EVERY_MACHINE : entry.substring(0, equals).strip();
            String path = entry.substring(equals + 1).strip();
            patternsByPath.computeIfAbsent(path, p -> new ArrayList<>()).add(pattern);
        }
        RecordEncoder<ModelRelease> encoder = RecordEncoder.of(ModelRelease.class);
        List<byte[]> releases = new ArrayList<>();
        List<String> violations = new ArrayList<>();
        patternsByPath.forEach((path, patterns) -> {
            try {
                releases.add(encoder.encode(release(read(path), patterns)));
            } catch (IOException | BadArtefactException | IllegalArgumentException e) {
                violations.add("models.files: " + path + " cannot be used: " + e.getMessage()
                        + ": give the path of a model artefact that this job can read");
            }
        });
        if (!violations.isEmpty()) {
            throw new ConfigException(violations);
        }
        return releases;
    }

    /**
     * The folder of machines' own models, if there is one.
     *
     * @throws ConfigException if it cannot be listed or holds none
     */
    static Optional<OwnModelFolder> machinesFolder(ModelsConfig config) {
        Optional<OwnModelFolder> folder = config.machines().map(OwnModelFolder::new);
        if (folder.isPresent()) {
            String path = folder.get().path();
            try {
                if (folder.get().count() == 0) {
                    throw new ConfigException(
                            List.of(
                                    "models.machines: " + path
                                            + " holds no file that is named after a machine: give the folder `machines` of a run of train --fine-tune"));
                }
            } catch (IOException | IllegalArgumentException e) {
                throw new ConfigException(List.of("models.machines: " + path + " cannot be listed: " + e.getMessage()
                        + ": give a folder that every TaskManager can read"));
            }
        }
        return folder;
    }

    private static byte[] read(String uri) throws IOException {
        Path path = new Path(uri);
        try (FSDataInputStream in = path.getFileSystem().open(path)) {
            return in.readAllBytes();
        }
    }

    private static ModelRelease release(byte[] bytes, List<String> patterns) throws BadArtefactException {
        ModelArtefact artefact = ArtefactCodec.decode(bytes);
        return ModelRelease.newBuilder()
                .setModelId(artefact.modelId())
                .setVersion(artefact.version())
                .setMachinePatterns(patterns)
                .setArtefact(ByteBuffer.wrap(bytes))
                .setSha256(ArtefactCodec.sha256Hex(bytes))
                .setReleasedAtMillis(artefact.createdAtMillis())
                .build();
    }
}
