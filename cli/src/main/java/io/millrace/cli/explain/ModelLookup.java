package io.millrace.cli.explain;

import io.millrace.cli.BadInputException;
import io.millrace.cli.data.TopicConsumer;
import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.BadArtefactException;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.job.config.JobConfig;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.UndecodableRecordException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Finds a model that serves, or served: on the models topic, and among the files of the job's configuration. */
final class ModelLookup {

    private final RecordDecoder<ModelRelease> decoder = RecordDecoder.of(ModelRelease.class);
    private final Map<String, ModelArtefact> models = new LinkedHashMap<>(); // by id and version
    private final List<ModelDelta> deltas = new ArrayList<>();
    private final List<String> unusable = new ArrayList<>();

    private ModelLookup() {}

    /** @throws BadInputException if this version is nowhere */
    static ModelArtefact find(JobConfig config, String modelId, long version) throws IOException, InterruptedException {
        var lookup = new ModelLookup();
        String topic = config.topics().models();
        TopicConsumer.readAll(config, topic, lookup::take);
        for (String entry : config.models().files()) {
            lookup.take(entry.substring(entry.indexOf('=') + 1).strip());
        }
        return lookup.model(modelId, version)
                .orElseThrow(() -> new BadInputException("model " + modelId + " version " + version
                        + " is not on topic " + topic + " at "
                        + config.kafka().bootstrapServers() + ", found " + lookup.models.keySet()
                        + (lookup.unusable.isEmpty() ? "" : ", of no use " + lookup.unusable)
                        + ": give its artefact with --model MODEL"));
    }

    private Optional<ModelArtefact> model(String modelId, long version) {
        ModelArtefact whole = models.get(name(modelId, version));
        if (whole != null) {
            return Optional.of(whole);
        }
        return deltas.stream()
                .filter(delta -> delta.modelId().equals(modelId) && delta.version() == version)
                .filter(delta -> models.containsKey(name(delta.baseModelId(), delta.baseVersion())))
                .map(delta -> delta.applyTo(models.get(name(delta.baseModelId(), delta.baseVersion()))))
                .reduce((earlier, later) -> later);
    }

    private static String name(String modelId, long version) {
        return modelId + " version " + version;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return; // a model that was taken back; what it raised before may still be asked for, but its bytes are gone
        }
        try {
            ModelRelease release = decoder.decode(record.value());
            if (release.getArtefact() != null) {
                var bytes = new byte[release.getArtefact().remaining()];
                release.getArtefact().duplicate().get(bytes);
                take(release.getModelId(), bytes);
            } else if (release.getArtefactUri() != null) {
                take(release.getArtefactUri());
            }
        } catch (UndecodableRecordException e) {
            unusable.add("offset " + record.offset());
        }
    }

    private void take(String uri) {
        try {
            take(uri, Files.readAllBytes(uri.startsWith("file:") ? Path.of(URI.create(uri)) : Path.of(uri)));
        } catch (IOException | IllegalArgumentException e) {
            unusable.add(uri);
        }
    }

    private void take(String origin, byte[] bytes) {
        try {
            if (ArtefactCodec.isDelta(ByteBuffer.wrap(bytes))) {
                deltas.add(ArtefactCodec.decodeDelta(bytes));
            } else {
                ModelArtefact artefact = ArtefactCodec.decode(bytes);
                models.put(name(artefact.modelId(), artefact.version()), artefact);
            }
        } catch (BadArtefactException e) {
            unusable.add(origin);
        }
    }
}
