package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.local.LocalBroker;
import io.millrace.cli.local.LocalJob;
import io.millrace.cli.local.TopicTail;
import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.job.config.JobConfig;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ModelStatusKind;
import io.millrace.schemas.ReleaseAction;
import io.millrace.schemas.WindowScore;
import io.millrace.schemas.codec.RecordEncoder;
import io.millrace.schemas.signature.ReleaseSigner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever may write to the topic of models, but has no key, changes nothing: a real broker, a job with a public key. */
@Timeout(600)
class TamperedReleaseITCase {

    private static final int STEPS = 8; // of a window
    private static final RecordEncoder<ModelRelease> ENCODER = RecordEncoder.of(ModelRelease.class);

    @TempDir
    private Path directory;

    private final TestingCommand command = new TestingCommand();
    private final Queue<ModelStatus> said = new ConcurrentLinkedQueue<>();
    private final Queue<WindowScore> scores = new ConcurrentLinkedQueue<>();
    private long clock = Instant.now().toEpochMilli();
    private JobConfig config;
    private KafkaProducer<byte[], byte[]> producer;

    @Test
    void anAlteredReleaseIsRefusedAndTheModelThatServesServesOn() throws Exception {
        assertThat(command.run("keys " + directory + " --name plant")).isEqualTo(ExitCode.OK);
        Path data = Files.createDirectories(directory.resolve("data"));
        TestingCommand.waves(data.resolve("a.csv"), 0);
        for (int version = 1; version <= 2; version++) {
            String training = "train " + data + " -o " + model(version) + " --model-id waves --model-version " + version
                    + " --seed " + version + TestingCommand.QUICK;
            assertThat(command.run(training)).as(command.err()).isEqualTo(ExitCode.OK);
        }
        ReleaseSigner signer = ReleaseSigner.ofPem(Files.readString(directory.resolve("plant.key")));
        ModelRelease sound = signer.sign(release(2));

        Map<String, String> settings = new HashMap<>(Map.of(
                "kafka.bootstrap-servers", "none:1",
                "models.public-keys", directory.resolve("plant.pub").toString(),
                "ordering.out-of-orderness", "0 ms",
                "scores.output", "all"));
        try (LocalBroker broker = LocalBroker.start(JobConfig.of(settings).topics(), 1)) {
            settings.put("kafka.bootstrap-servers", broker.bootstrapServers());
            config = JobConfig.of(settings);
            try (var kafka = new KafkaProducer<>(
                            Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                            new ByteArraySerializer(),
                            new ByteArraySerializer());
                    LocalJob job = LocalJob.start(config, 1);
                    TopicTail status = TopicTail.start(
                            broker.bootstrapServers(), config.topics().modelStatus(), ModelStatus.class, said::add);
                    TopicTail windows = TopicTail.start(
                            broker.bootstrapServers(), config.topics().scores(), WindowScore.class, scores::add)) {
                producer = kafka;
                assertThat(answer(ENCODER.encode(signer.sign(release(1)))).getStatus())
                        .isEqualTo(ModelStatusKind.ACCEPTED);
                assertThat(scoredBy()).isEqualTo(1);

                assertRefused(flipped(sound), "SHA-256 should be " + sound.getSha256(), "release it again");
                assertLooksAltered(broker);
                assertRefused(1, flipped(signer.sign(release(1))), "SHA-256 should be "); // of the version that serves
                byte[] other = bytes(sound);
                other[other.length / 2] ^= 1;
                assertRefused(
                        ENCODER.encode(ModelRelease.newBuilder(sound)
                                .setArtefact(ByteBuffer.wrap(other))
                                .setSha256(ArtefactCodec.sha256Hex(other))
                                .build()),
                        "by none of the keys plant.pub",
                        "changed after it was signed");
                assertRefused(
                        ENCODER.encode(ModelRelease.newBuilder(sound)
                                .setMachinePatterns(List.of("pump-*"))
                                .build()),
                        "by none of the keys plant.pub");
                assertRefused(
                        ENCODER.encode(ModelRelease.newBuilder(sound)
                                .setAction(ReleaseAction.PROMOTE)
                                .setSupersedes(9)
                                .build()),
                        "by none of the keys plant.pub");
                assertRefused(
                        ENCODER.encode(ModelRelease.newBuilder(sound)
                                .setSignature(null)
                                .build()),
                        "bears no signature, expected one by plant.pub");
                assertRefused(
                        ENCODER.encode(
                                ReleaseSigner.ofPem(ReleaseSigner.newPair().privateKey())
                                        .sign(release(2))),
                        "by none of the keys plant.pub");

                ModelStatus accepted = answer(ENCODER.encode(sound)); // it was what was done to it
                assertThat(accepted.getStatus()).as(accepted.toString()).isEqualTo(ModelStatusKind.ACCEPTED);
                assertThat(scoredBy()).isEqualTo(2);
                job.throwIfFailed();
                status.throwIfFailed();
                windows.throwIfFailed();
            }
        }
    }

    private Path model(int version) {
        return directory.resolve("waves-" + version + ".model");
    }

    private ModelRelease release(int version) throws Exception {
        byte[] artefact = Files.readAllBytes(model(version));
        return ModelRelease.newBuilder()
                .setModelId("waves")
                .setVersion(version)
                .setMachinePatterns(List.of("*"))
                .setArtefact(ByteBuffer.wrap(artefact))
                .setSha256(ArtefactCodec.sha256Hex(artefact))
                .setReleasedAtMillis(Instant.now().toEpochMilli())
                .build();
    }

    private static byte[] bytes(ModelRelease release) {
        var bytes = new byte[release.getArtefact().remaining()];
        release.getArtefact().duplicate().get(bytes);
        return bytes;
    }

    /** The record as it is on the topic, one bit of the artefact inside turned over. */
    private static byte[] flipped(ModelRelease release) {
        byte[] record = ENCODER.encode(release);
        int artefact = new String(record, StandardCharsets.ISO_8859_1)
                .indexOf(new String(bytes(release), StandardCharsets.ISO_8859_1));
        record[artefact + bytes(release).length / 2] ^= 1;
        return record;
    }

    /** Writes a release as anybody may, and waits for the job's answer. */
    private ModelStatus answer(byte[] release) throws Exception {
        int before = said.size();
        producer.send(new ProducerRecord<>(config.topics().models(), "waves".getBytes(StandardCharsets.UTF_8), release))
                .get();
        await().atMost(Duration.ofMinutes(2)).until(() -> said.size() > before);
        return said.stream().skip(before).findFirst().orElseThrow();
    }

    private void assertRefused(byte[] release, String... reasons) throws Exception {
        assertRefused(2, release, reasons);
    }

    private void assertRefused(long version, byte[] release, String... reasons) throws Exception {
        ModelStatus status = answer(release);
        assertThat(status.getStatus()).as(status.toString()).isEqualTo(ModelStatusKind.REFUSED);
        assertThat(status.getVersion()).isEqualTo(version);
        assertThat(status.getReason()).contains(reasons);
        assertThat(status.getServingVersion()).isEqualTo(1);
        assertThat(scoredBy()).isEqualTo(1);
    }

    /** Version of the model that scores the next windows of a machine. */
    private long scoredBy() throws Exception {
        int before = scores.size();
        for (int step = 0; step <= STEPS; step++) {
            clock += 1_000;
            String reading = "{\"machineId\":\"m\",\"timestampMillis\":%d,\"values\":{\"a\":%s,\"b\":%s}}"
                    .formatted(clock, Math.sin(clock / 4e3), Math.cos(clock / 3e3));
            producer.send(new ProducerRecord<>(
                            config.topics().readings(),
                            "m".getBytes(StandardCharsets.UTF_8),
                            reading.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
        await().atMost(Duration.ofMinutes(2))
                .until(() -> scores.size() > before
                        && scores.stream().anyMatch(score -> score.getTimestampMillis() == clock));
        List<Long> versions = scores.stream()
                .skip(before)
                .map(WindowScore::getModelVersion)
                .distinct()
                .toList();
        assertThat(versions).hasSize(1);
        return versions.get(0);
    }

    /** To whoever inspects the topic. */
    private void assertLooksAltered(LocalBroker broker) throws Exception {
        String key = " --public-key " + directory.resolve("plant.pub");
        assertThat(command.run("inspect waves --json --brokers " + broker.bootstrapServers() + key))
                .isEqualTo(ExitCode.FAILURE);
        JsonNode json = command.json();
        assertThat(json.at("/release/signature").asText()).isEqualTo("ALTERED");
        assertThat(json.at("/status/0/servingVersion").asLong()).isEqualTo(1);
        assertThat(command.err()).contains("version 2 of model waves", "SHA-256");
        assertThat(command.run("inspect waves --model-version 1 --brokers " + broker.bootstrapServers() + key))
                .isEqualTo(ExitCode.OK);
    }
}
