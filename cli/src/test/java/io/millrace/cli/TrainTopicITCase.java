package io.millrace.cli;

import static io.millrace.cli.TestingCommand.QUICK;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.schemas.SensorReading;
import io.millrace.schemas.codec.RecordEncoder;
import io.millrace.testdata.broker.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains from a real broker's topic. */
class TrainTopicITCase {

    /** Event time and Kafka timestamp of the first reading. */
    private static final long START = Instant.parse("2026-03-01T06:00:00Z").toEpochMilli();

    private static final int ROWS = 200;

    private static EmbeddedKafka kafka;

    private final TestingCommand command = new TestingCommand();

    @TempDir
    private Path directory;

    @BeforeAll
    static void startAndFill() throws Exception {
        kafka = EmbeddedKafka.start();
        kafka.createTopic("readings", 3);
        kafka.createTopic("json", 1);
        kafka.createTopic("empty", 2);
        var encoder = RecordEncoder.of(SensorReading.class);
        try (var producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int r = 0; r < ROWS; r++) {
                for (int m = 0; m < 3; m++) {
                    String machine = m < 2 ? "pump-" + m : "oven-0";
                    Map<String, Double> values = new TreeMap<>(
                            m < 2
                                    ? Map.of("flow", Math.sin(m + r / 4.0), "heat", Math.cos(r / 3.0))
                                    : Map.of("zone", Math.sin(r / 4.0)));
                    // out of order within a machine, as gateways deliver: every tenth reading swaps with the next
                    int row = r % 10 == 0 ? r + 1 : r % 10 == 1 ? r - 1 : r;
                    byte[] value = encoder.encode(new SensorReading(machine, START + 1_000L * row, values, null));
                    send(producer, "readings", m, r, machine, value);
                }
            }
            send(producer, "readings", 0, 50, "pump-0", "neither Avro nor JSON".getBytes(StandardCharsets.UTF_8));
            send(
                    producer,
                    "readings",
                    0,
                    60,
                    "pump-0",
                    encoder.encode(reading("pump-0", 0, Map.of("flow", Double.NaN))));
            send(producer, "readings", 0, 70, "pump-0", encoder.encode(reading("pump-0", 42, Map.of("flow", 9.0))));
            send(producer, "readings", 0, 80, "pump-0", encoder.encode(reading("pump-0", ROWS, Map.of("flow", 9.0))));
            for (int r = 0; r < ROWS; r++) {
                String json = "{\"device\": {\"id\": \"press\"}, \"at\": %d, \"kN\": %s}"
                        .formatted(START / 1_000 + r, Math.sin(r / 4.0));
                send(producer, "json", 0, r, "press", json.getBytes(StandardCharsets.UTF_8));
            }
            producer.flush();
        }
    }

    private static SensorReading reading(String machine, int row, Map<String, Double> values) {
        return new SensorReading(machine, START + 1_000L * row, values, null);
    }

    private static void send(
            KafkaProducer<byte[], byte[]> producer, String topic, int partition, int second, String key, byte[] value)
            throws Exception {
        producer.send(new ProducerRecord<>(
                topic, partition, START + 1_000L * second, key.getBytes(StandardCharsets.UTF_8), value));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void trainsOnWhatTheJobWouldReadAndCountsTheRest() throws Exception {
        ModelArtefact trained = trained("--machines pump-*");

        assertThat(trained.preprocessing().layout().names()).containsExactlyInAnyOrder("flow", "heat");
        assertThat(trained.provenance())
                .containsEntry("data.machines", "pump-0, pump-1")
                .containsEntry("data.rows", "" + 2 * ROWS)
                .containsEntry("data.recordsRejected", "2")
                .containsEntry("data.readingsRepeated", "1")
                .containsEntry("data.rowsDropped", "1");
        assertThat(trained.provenance().get("data.sources"))
                .contains("readings-0 [0, " + (ROWS + 4) + ")", "readings-1 [0, " + ROWS + ")");
        assertThat(command.err()).contains("2 records rejected", "UNDECODABLE=1", "NOT_FINITE=1");
    }

    @Test
    void aRangeIsBoundedByKafkasTimestamps() throws Exception {
        ModelArtefact trained = trained("--machines pump-1 --from 2026-03-01T06:00:20Z --to 2026-03-01T06:02:00Z");

        assertThat(trained.provenance()).containsEntry("data.rows", "100");
        assertThat(trained.provenance().get("data.sources")).contains("readings-1 [20, 120)");
    }

    @Test
    void machinesOfDifferentKindsAreRefusedByName() {
        assertThat(command.run("train --brokers " + kafka.bootstrapServers() + " -o " + model() + QUICK))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err())
                .contains("topic readings (", "(oven-0) has 1", "(pump-0) has 2", "--machines, --align");
        assertThat(model()).doesNotExist();
    }

    @Test
    void theJobsConfigurationMapsForeignRecords() throws Exception {
        Path config = Files.writeString(directory.resolve("millrace.yaml"), """
                kafka.bootstrap-servers: %s
                topics.readings: json
                source:
                  fields:
                    machine: device.id
                    time: at
                    time-unit: seconds
                    sensors: [force=kN]
                """.formatted(kafka.bootstrapServers()));

        assertThat(command.run("train --job-config " + config + " -o " + model() + QUICK))
                .as(command.err())
                .isEqualTo(ExitCode.OK);
        ModelArtefact trained = ArtefactFile.read(model());
        assertThat(trained.preprocessing().layout().names()).containsExactly("force");
        assertThat(trained.provenance()).containsEntry("data.machines", "press").containsEntry("data.rows", "" + ROWS);
    }

    @Test
    void saysWhatCannotBeRead() throws Exception {
        String brokers = "train --brokers " + kafka.bootstrapServers() + " -o " + model() + QUICK;

        assertRefused(brokers + " --topic nowhere", "there is no topic nowhere", "--topic");
        assertRefused(brokers + " --topic empty", "topic empty", "holds no record");
        assertRefused(brokers + " --from 2027-01-01T00:00:00Z", "holds no record from 2027-01-01T00:00:00Z");
        assertRefused(brokers + " --from 2026-03-02T00:00:00Z --to 2026-03-01T00:00:00Z", "is not before --to");
        assertRefused(brokers + " --machines lathe-*", "holds no reading of a wanted machine", "--machines");
        assertRefused(brokers + " --topic json", "rejected by reason {MISSING_FIELD=200}", "--job-config");
        assertRefused("train --topic readings -o " + model(), "kafka.bootstrap-servers");
        Path config = Files.writeString(directory.resolve("bad.yaml"), "source.formt: avro\n");
        assertRefused(brokers + " --job-config " + config, "source.formt", "did you mean source.format");
        assertThat(command.run(brokers + " some.csv")).isEqualTo(ExitCode.USAGE);
        assertThat(command.err()).contains("files or a topic, found both");
    }

    private void assertRefused(String line, String... said) {
        assertThat(command.run(line)).as(line).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err().lines()).as("one sentence").hasSize(1);
        assertThat(command.err()).contains(said);
        assertThat(model()).doesNotExist();
    }

    private ModelArtefact trained(String options) throws Exception {
        int exit =
                command.run("train --brokers " + kafka.bootstrapServers() + " " + options + " -o " + model() + QUICK);
        assertThat(exit).as(command.err()).isEqualTo(ExitCode.OK);
        return ArtefactFile.read(model());
    }

    private Path model() {
        return directory.resolve("m.model");
    }
}
