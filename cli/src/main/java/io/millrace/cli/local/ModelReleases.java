package io.millrace.cli.local;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ModelStatusKind;
import io.millrace.schemas.codec.RecordEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Releases models to the running job and waits for its verdict. */
public final class ModelReleases {

    private static final int LARGEST_REQUEST = 8 << 20;

    private ModelReleases() {}

    /**
     * A model and the machines it is for.
     *
     * @param machinePattern glob over machine ids, such as {@code pump-*}
     */
    public record Release(ModelArtefact artefact, String machinePattern) {}

    /**
     * Writes the releases to the models topic and returns when the job has accepted each.
     *
     * @throws IllegalStateException if the job refuses one, with its reason, or does not answer in time
     */
    public static void releaseAndAwait(
            LocalBroker broker, String modelsTopic, String statusTopic, List<Release> releases, Duration timeout)
            throws InterruptedException {
        BlockingQueue<ModelStatus> answers = new LinkedBlockingQueue<>();
        try (TopicTail tail =
                TopicTail.start(broker.bootstrapServers(), statusTopic, ModelStatus.class, answers::add)) {
            send(broker, modelsTopic, releases);
            List<ModelArtefact> waiting =
                    new ArrayList<>(releases.stream().map(Release::artefact).toList());
            long deadline = System.nanoTime() + timeout.toNanos();
            while (!waiting.isEmpty()) {
                ModelStatus answer = answers.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (answer == null) {
                    tail.throwIfFailed();
                    throw new IllegalStateException("the job did not answer on topic " + statusTopic + " within "
                            + timeout.toSeconds() + " s to the release of "
                            + waiting.stream().map(ModelArtefact::modelId).toList());
                }
                if (answer.getStatus() == ModelStatusKind.REFUSED) {
                    throw new IllegalStateException("the job refused model " + answer.getModelId() + " version "
                            + answer.getVersion() + ": " + answer.getReason());
                }
                waiting.removeIf(model -> answer.getStatus() == ModelStatusKind.ACCEPTED
                        && model.modelId().equals(answer.getModelId())
                        && model.version() == answer.getVersion());
            }
        }
    }

    private static void send(LocalBroker broker, String topic, List<Release> releases) throws InterruptedException {
        RecordEncoder<ModelRelease> encoder = RecordEncoder.of(ModelRelease.class);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrapServers(),
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        LARGEST_REQUEST),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (Release release : releases) {
                String modelId = release.artefact().modelId();
                producer.send(new ProducerRecord<>(
                                topic, modelId.getBytes(StandardCharsets.UTF_8), encoder.encode(record(release))))
                        .get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "topic " + topic + " did not take a release: "
                            + e.getCause().getMessage(),
                    e);
        }
    }

    private static ModelRelease record(Release release) {
        byte[] artefact = ArtefactCodec.encode(release.artefact());
        return ModelRelease.newBuilder()
                .setModelId(release.artefact().modelId())
                .setVersion(release.artefact().version())
                .setMachinePatterns(List.of(release.machinePattern()))
                .setArtefact(ByteBuffer.wrap(artefact))
                .setArtefactUri(null)
                .setSha256(ArtefactCodec.sha256Hex(artefact))
                .setReleasedAtMillis(Clock.systemUTC().millis())
                .setSignature(null)
                .setNotes("")
                .build();
    }
}
