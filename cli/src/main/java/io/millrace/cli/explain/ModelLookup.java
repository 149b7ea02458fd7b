package io.millrace.cli.explain;

import io.millrace.cli.BadInputException;
import io.millrace.cli.data.JobModelFiles;
import io.millrace.cli.data.TopicConsumer;
import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.BadArtefactException;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.job.StartModels;
import io.millrace.job.config.ConfigException;
import io.millrace.job.config.JobConfig;
import io.millrace.job.config.ModelsConfig;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.UndecodableRecordException;
import java.io.IOException;
import java.nio.ByteBuffer;
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

    private final JobModelFiles files;

    private ModelLookup(JobModelFiles files) {
        this.files = files;
    }

    /**
     * @param machineId whose own model it may be
     * @throws BadInputException if this version is nowhere
     */
    static ModelArtefact find(JobConfig config, String machineId, String modelId, long version)
            throws IOException, InterruptedException {
        var lookup = new ModelLookup(new JobModelFiles(config.models()));
        String topic = config.topics().models();
        TopicConsumer.readAll(config, topic, lookup::take);
        lookup.takeStartModels(config.models());
        lookup.takeOwn(machineId);
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
            take(decoder.decode(record.value()));
        } catch (UndecodableRecordException e) {
            unusable.add("offset " + record.offset());
        }
    }

    private void take(ModelRelease release) {
        if (release.getArtefact() != null) {
            var bytes = new byte[release.getArtefact().remaining()];
            release.getArtefact().duplicate().get(bytes);
            take(release.getModelId(), bytes);
        } else if (release.getArtefactUri() != null) {
            String uri = release.getArtefactUri();
            try {
                take(uri, files.artefact(uri, release.getSha256()));
            } catch (IOException | IllegalArgumentException e) {
                unusable.add(uri + " (" + e.getMessage() + ")");
            }
        }
    }

    private void takeStartModels(ModelsConfig config) {
        try {
            for (byte[] release : StartModels.load(config)) {
                take(decoder.decode(release));
            }
        } catch (ConfigException | UndecodableRecordException e) {
            unusable.add(e.getMessage());
        }
    }

    private void takeOwn(String machineId) {
        try {
            files.own(machineId).ifPresent(deltas::add);
        } catch (IOException e) {
            unusable.add("the own model of machine " + machineId + " (" + e.getMessage() + ")");
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
