package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.detection.reading.MachinePattern;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ModelStatusKind;
import io.millrace.schemas.SensorReading;
import io.millrace.schemas.WindowScore;
import io.millrace.schemas.codec.RecordEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A thousand machines with models of their own, from their release to their end, on a real broker and a Flink cluster. */
@Timeout(600)
class OwnModelsITCase {

    private static final int MACHINES = 1_000;
    private static final long START = 1_767_225_600_000L; // 2026-01-01T00:00:00Z
    private static final int STEPS = 7; // three windows
    private static final Map<String, String> SETTINGS =
            Map.of("scores.output", "all", "scoring.bundle-size", "64", "ordering.out-of-orderness", "0 s");

    @TempDir
    private Path directory;

    private int stepsSent;

    @Test
    void machinesOwnModelsAreHeldOnceServeMoveWithTheirMachinesAndEndWithTheirBase() throws Exception {
        ModelArtefact base = MeanModel.artefact();
        try (JobOnKafka jobs = new JobOnKafka(directory)) {
            jobs.createTopics("readings", "models");
            JobOnKafka.Running first = jobs.start("readings", SETTINGS, null);
            List<ModelDelta> deltas = new ArrayList<>();
            for (int m = 0; m < MACHINES; m++) {
                deltas.add(MeanModel.delta(base, machineId(m), 1, level(m)));
            }
            ModelDelta damaged = MeanModel.delta(MeanModel.version(1), machineId(0), 2, 3);
            jobs.send("models", deltas.stream().map(OwnModelsITCase::release).toList());
            jobs.send("models", List.of(damaged(release(damaged))));
            awaitStatuses(() -> jobs.modelStatus(first.output()), MACHINES + 1);

            List<ModelStatus> answers = jobs.modelStatus(first.output());
            assertThat(ofKind(answers, ModelStatusKind.ACCEPTED)).hasSize(MACHINES);
            assertThat(ofKind(answers, ModelStatusKind.REFUSED)).singleElement().satisfies(refused -> {
                assertThat(refused.getModelId()).isEqualTo("mean-" + machineId(0));
                assertThat(refused.getReason()).contains("SHA-256");
                assertThat(refused.getServingVersion()).isEqualTo(1);
            });
            assertThat(first.gauges("ownModels")).hasSize(2).allMatch(held -> held > 0);
            assertThat(sum(first.gauges("ownModels"))).isEqualTo(MACHINES);

            jobs.send("readings", readings());
            assertServedByTheirOwn(awaitScores(jobs, first.output()));
            String savepoint = first.stop();

            Map<String, String> wider = new HashMap<>(SETTINGS);
            wider.put("parallelism.default", "3");
            JobOnKafka.Running second = jobs.start("readings", wider, savepoint);
            jobs.send("readings", readings());
            assertServedByTheirOwn(awaitScores(jobs, second.output()));
            assertThat(second.gauges("ownModels")).hasSize(3).allMatch(held -> held > 0);
            assertThat(sum(second.gauges("ownModels"))).isEqualTo(MACHINES);

            jobs.send("models", List.of(new ProducerRecord<>("models", key("mean-" + machineId(1)), null)));
            awaitStatuses(() -> jobs.modelStatus(second.output()), 1);
            jobs.send("models", List.of(release(MeanModel.version(2))));
            awaitStatuses(() -> jobs.modelStatus(second.output()), 1 + 1 + MACHINES - 1);

            List<ModelStatus> ends = jobs.modelStatus(second.output());
            assertThat(ofKind(ends, ModelStatusKind.RETIRED))
                    .hasSize(MACHINES)
                    .extracting(ModelStatus::getModelId)
                    .doesNotHaveDuplicates();
            assertThat(ends.get(0).getReason()).contains("its record was deleted");
            assertThat(ends.get(ends.size() - 1).getReason()).contains("fine-tuned from version 1");
            assertThat(sum(second.gauges("ownModels"))).isZero();
            second.stop();
        }
    }

    private static String machineId(int m) {
        return "press/" + m + (m % 2 == 0 ? "*" : "?");
    }

    /** What a machine's own model reconstructs. */
    private static float level(int m) {
        return m % 4;
    }

    private static byte[] key(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ProducerRecord<byte[], byte[]> release(ModelDelta delta) {
        return release(
                delta.modelId(),
                delta.version(),
                MachinePattern.of(delta.machineId()).glob(),
                ArtefactCodec.encode(delta));
    }

    private static ProducerRecord<byte[], byte[]> release(ModelArtefact model) {
        return release(model.modelId(), model.version(), "*", ArtefactCodec.encode(model));
    }

    private static ProducerRecord<byte[], byte[]> release(String modelId, long version, String pattern, byte[] bytes) {
        ModelRelease release = ModelRelease.newBuilder()
                .setModelId(modelId)
                .setVersion(version)
                .setMachinePatterns(List.of(pattern))
                .setArtefact(ByteBuffer.wrap(bytes))
                .setSha256(ArtefactCodec.sha256Hex(bytes))
                .setReleasedAtMillis(START)
                .build();
        return new ProducerRecord<>(
                "models", key(modelId), RecordEncoder.of(ModelRelease.class).encode(release));
    }

    /** Another last byte: what is inside is no longer what its checksum says. */
    private static ProducerRecord<byte[], byte[]> damaged(ProducerRecord<byte[], byte[]> release) {
        byte[] value = release.value().clone();
        String text = new String(value, StandardCharsets.ISO_8859_1);
        value[text.indexOf("MLRC") + 60] ^= 1; // in the artefact's payload
        return new ProducerRecord<>(release.topic(), release.key(), value);
    }

    /** As many further readings of every machine as make a few windows. */
    private List<ProducerRecord<byte[], byte[]>> readings() {
        RecordEncoder<SensorReading> avro = RecordEncoder.of(SensorReading.class);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            for (int m = 0; m < MACHINES; m++) {
                Map<String, Double> values =
                        MeanModel.SENSORS.stream().collect(Collectors.toMap(sensor -> sensor, sensor -> 3.0));
                SensorReading reading = SensorReading.newBuilder()
                        .setMachineId(machineId(m))
                        .setTimestampMillis(START + 1_000L * stepsSent)
                        .setValues(values)
                        .build();
                records.add(new ProducerRecord<>("readings", key(machineId(m)), avro.encode(reading)));
            }
            stepsSent++;
        }
        return records;
    }

    /** Scores of every machine, one at least. */
    private static List<WindowScore> awaitScores(JobOnKafka jobs, JobOnKafka.Output output) {
        Callable<List<WindowScore>> scores = () -> jobs.scores(output);
        return await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .until(
                        scores,
                        found -> found.stream()
                                        .map(WindowScore::getMachineId)
                                        .distinct()
                                        .count()
                                == MACHINES);
    }

    private static void assertServedByTheirOwn(List<WindowScore> scores) {
        Map<String, Integer> numbers = new HashMap<>();
        for (int m = 0; m < MACHINES; m++) {
            numbers.put(machineId(m), m);
        }
        assertThat(scores).allSatisfy(score -> {
            double distance = 3.0 - level(numbers.get(score.getMachineId()));
            assertThat(score.getModelId()).isEqualTo("mean-" + score.getMachineId());
            assertThat(score.getScore()).isEqualTo(distance * distance);
            assertThat(score.getThreshold()).isEqualTo(8);
        });
    }

    private static void awaitStatuses(Callable<List<ModelStatus>> statuses, int count) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> statuses.call().size() >= count);
    }

    private static List<ModelStatus> ofKind(List<ModelStatus> statuses, ModelStatusKind kind) {
        return statuses.stream().filter(status -> status.getStatus() == kind).toList();
    }

    private static int sum(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).sum();
    }
}
