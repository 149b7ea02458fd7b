package io.millrace.campaign;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.codec.RecordEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Model releases on their way to the running job, and what it answered. */
public final class Releases {

    private static final RecordEncoder<ModelRelease> ENCODER = RecordEncoder.of(ModelRelease.class);

    private final Rig rig;

    public Releases(Rig rig) {
        this.rig = rig;
    }

    /** The same model as another version. */
    public static ModelArtefact version(ModelArtefact model, long version) {
        return new ModelArtefact(
                model.modelId(),
                version,
                model.createdAtMillis(),
                model.preprocessing(),
                model.detector(),
                model.smoothing(),
                model.thresholds(),
                model.morphology(),
                model.provenance());
    }

    /** A release as it should be. */
    public static ModelRelease.Builder of(ModelArtefact model, String pattern) {
        byte[] artefact = ArtefactCodec.encode(model);
        return of(model.modelId(), model.version(), artefact).setMachinePatterns(List.of(pattern));
    }

    /** A release of any bytes, with the checksum that belongs to them. */
    public static ModelRelease.Builder of(String modelId, long version, byte[] artefact) {
        return ModelRelease.newBuilder()
                .setModelId(modelId)
                .setVersion(version)
                .setMachinePatterns(List.of("*"))
                .setArtefact(ByteBuffer.wrap(artefact))
                .setArtefactUri(null)
                .setSha256(ArtefactCodec.sha256Hex(artefact))
                .setReleasedAtMillis(System.currentTimeMillis())
                .setSignature(null)
                .setNotes("");
    }

    public void send(ModelRelease release) throws InterruptedException {
        send(release.getModelId(), ENCODER.encode(release));
    }

    /** Writes any bytes where a release is expected. */
    public void send(String key, byte[] value) throws InterruptedException {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", rig.brokers(), "max.request.size", 8 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("models", key.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the topic of models did not take a release", e);
        }
    }

    /** All that the job has said about models so far. */
    public List<ModelStatus> answers() {
        List<ModelStatus> answers = new ArrayList<>();
        rig.read("model-status", ModelStatus.class, answers::add);
        return answers;
    }
}
