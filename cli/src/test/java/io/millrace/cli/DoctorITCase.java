package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.local.LocalTopics;
import io.millrace.job.config.JobConfig;
import io.millrace.testdata.broker.EmbeddedKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor finds on a real broker, each finding with its remedy and exit code. */
@Timeout(600)
class DoctorITCase {

    private static final Map<String, String> COMPACTED = Map.of("cleanup.policy", "compact");

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;

    private final TestingCommand command = new TestingCommand();

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start();
        LocalTopics.create(
                kafka.bootstrapServers(),
                JobConfig.of(Map.of("kafka.bootstrap-servers", "none:1")).topics(),
                2);
        kafka.createTopic("models-kept", 1, Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", "604800000"));
        var command = new TestingCommand();
        assertThat(command.run("keys " + directory + " --name plant")).isEqualTo(ExitCode.OK);
        Path data = Files.createDirectories(directory.resolve("data"));
        TestingCommand.waves(data.resolve("a.csv"), 0);
        assertThat(command.run("train " + data + " -o " + model() + " --model-id waves" + TestingCommand.QUICK))
                .as(command.err())
                .isEqualTo(ExitCode.OK);
        release("models-kept", " --key " + directory.resolve("plant.key"));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    private static Path model() {
        return directory.resolve("waves.model");
    }

    /** No job listens here: what counts is that it stands on the topic. */
    private static void release(String topic, String options) throws Exception {
        var command = new TestingCommand();
        assertThat(command.run(
                        "release " + model() + " --timeout 0" + options + configuration("topics.models: " + topic)))
                .as(command.err() + command.out())
                .isEqualTo(ExitCode.NO_ANSWER);
    }

    /** Options that name the broker and a configuration of these lines. */
    private static String configuration(String... lines) throws IOException {
        Path file = Files.createTempFile(directory, "millrace", ".yaml");
        Files.write(file, List.of(lines));
        return " --brokers " + kafka.bootstrapServers() + " --job-config " + file;
    }

    /** What it says of a job of this configuration, and that its exit code is right. */
    private JsonNode examine(String options) throws Exception {
        int code = command.run("doctor --json" + options);
        JsonNode checks = command.json().get("checks");
        boolean missing = false;
        for (JsonNode check : checks) {
            missing |= check.get("verdict").asText().equals("MISSING");
            assertThat(check.get("remedy").asText().isEmpty())
                    .as("a remedy for " + check)
                    .isEqualTo(check.get("verdict").asText().equals("OK"));
        }
        assertThat(code).as(command.out()).isEqualTo(missing ? ExitCode.FAILURE : ExitCode.OK);
        return checks;
    }

    private static void assertFinds(JsonNode checks, String subject, String verdict, String... words) {
        assertThat(checks)
                .filteredOn(check -> check.get("subject").asText().equals(subject))
                .as(subject + " in " + checks)
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.get("verdict").asText())
                            .as(check.toString())
                            .isEqualTo(verdict);
                    assertThat(check.get("finding").asText() + ": "
                                    + check.get("remedy").asText())
                            .contains(words);
                });
    }

    @Test
    void allIsWellAndNothingIsLeftBehind() throws Exception {
        JsonNode checks = examine(configuration(
                "topics.models: models-kept",
                "models.public-keys: " + directory.resolve("plant.pub"),
                "parallelism.default: 2"));

        assertFinds(checks, "brokers", "OK", "1 broker at " + kafka.bootstrapServers());
        assertFinds(checks, "topics", "OK", "readings", "models-kept", "alerts", "model-status");
        assertFinds(checks, "partitions", "OK", "readings has 2 partitions");
        assertFinds(checks, "compaction", "OK", "earlier versions stay");
        assertFinds(checks, "record size", "OK", "bytes inline");
        assertFinds(checks, "retention", "OK", "readings keeps everything");
        assertFinds(checks, "delivery", "OK", "at least once");
        assertFinds(checks, "models", "OK", "1 released", "all signed by known keys");
        assertFinds(checks, "clock", "OK", " ms ");
        try (Admin admin = Admin.create(kafka.clientProperties())) {
            Set<String> topics = admin.listTopics().names().get();
            assertThat(topics).noneMatch(topic -> topic.startsWith("millrace-doctor"));
        }
    }

    @Test
    void onReadOnlyTheClockIsLeftAlone() throws Exception {
        assertThat(examine(configuration() + " --read-only"))
                .noneMatch(check -> check.get("subject").asText().equals("clock"))
                .anyMatch(check -> check.get("subject").asText().equals("topics"));
    }

    @Test
    void topicsThatAreMissingAreNamed() throws Exception {
        JsonNode checks = examine(configuration("topics.readings: lines", "topics.models: weights"));

        assertFinds(checks, "topics", "MISSING", "not ours to see: lines, weights", "kafka-topics.sh", "--topic lines");
        assertFinds(checks, "models", "MISSING", "there is no topic weights");
    }

    @Test
    void topicsThatAreNotAsTheyShouldBeAreNoticed() throws Exception {
        kafka.createTopic("models-deleted", 1, Map.of("cleanup.policy", "delete"));
        kafka.createTopic("readings-short", 1, Map.of("retention.ms", "600000"));

        JsonNode checks = examine(configuration(
                "topics.models: models-deleted", "topics.readings: readings-short", "parallelism.default: 4"));

        assertFinds(checks, "compaction", "MISSING", "cleanup.policy=delete", "--add-config cleanup.policy=compact");
        assertFinds(checks, "retention", "NOTE", "readings-short keeps 10m", "raise retention.ms");
        assertFinds(checks, "partitions", "NOTE", "1 partition, parallelism.default is 4", "add partitions");
        assertFinds(examine(configuration()), "compaction", "NOTE", "min.compaction.lag.ms");
    }

    @Test
    void modelsThatAreAbsentUnsignedOrOfAnotherKeyAreNoticed() throws Exception {
        kafka.createTopic("models-none", 1, COMPACTED);
        kafka.createTopic("models-unsigned", 1, COMPACTED);
        release("models-unsigned", "");
        assertThat(command.run("keys " + directory + " --name stranger")).isEqualTo(ExitCode.OK);
        String keys = "models.public-keys: " + directory.resolve("plant.pub");

        assertFinds(
                examine(configuration("topics.models: models-none")),
                "models",
                "MISSING",
                "none is released",
                "readings stay unscored",
                "millrace release");
        assertFinds(
                examine(configuration("topics.models: models-unsigned", keys)),
                "models",
                "MISSING",
                "model waves version 1",
                "no signature",
                "release it again with --key");
        assertFinds(
                examine(configuration("topics.models: models-unsigned")),
                "models",
                "NOTE",
                "signatures are not asked for",
                "models.public-keys");
        assertFinds(
                examine(configuration(
                        "topics.models: models-kept", "models.public-keys: " + directory.resolve("stranger.pub"))),
                "models",
                "MISSING",
                "by none of the keys stranger.pub");
    }

    @Test
    void transactionsThatTheBrokerOrACheckpointWouldOutliveAreNoticed() throws Exception {
        assertFinds(
                examine(configuration(
                        "delivery.guarantee: exactly-once",
                        "delivery.transaction-timeout: 2 h",
                        "delivery.broker-max-transaction-timeout: 3 h")),
                "delivery",
                "MISSING",
                "7200000 ms, the broker allows 3600000",
                "transaction.max.timeout.ms");
        assertFinds(
                examine(configuration(
                        "delivery.guarantee: exactly-once",
                        "delivery.transaction-timeout: 40 min",
                        "delivery.broker-max-transaction-timeout: 1 h")),
                "delivery",
                "OK",
                "2400000 ms, the broker allows 3600000",
                "a checkpoint takes up to");

        String tooShort = configuration(
                "delivery.guarantee: exactly-once",
                "delivery.transaction-timeout: 10 s",
                "checkpoint.interval: 30 s",
                "checkpoint.timeout: 60 s");
        assertThat(command.run("doctor --json" + tooShort)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err())
                .contains(
                        "delivery.transaction-timeout is 10000 ms", "with 90000 ms", "alerts would be lost", "raise it")
                .doesNotContain("--brokers");
    }

    @Test
    void readingsThatTheJobWouldRejectAreNoticed() throws Exception {
        kafka.createTopic("readings-mixed", 1);
        kafka.createTopic("readings-foreign", 1);
        String good = "{\"machineId\":\"pump-1\",\"timestampMillis\":%d,\"values\":{\"a\":1.0}}"
                .formatted(Instant.now().toEpochMilli());
        send("readings-mixed", good, "{");
        send("readings-foreign", "{", "}");

        assertFinds(
                examine(configuration("topics.readings: readings-mixed")),
                "readings",
                "NOTE",
                "of the newest 2 records 1 are readings",
                "=1}",
                "source.*");
        assertFinds(
                examine(configuration("topics.readings: readings-foreign")),
                "readings",
                "MISSING",
                "of the newest 2 records 0 are readings");
    }

    private static void send(String topic, String... values) throws Exception {
        try (var producer =
                new KafkaProducer<>(kafka.clientProperties(), new StringSerializer(), new StringSerializer())) {
            for (String value : Arrays.asList(values)) {
                producer.send(new ProducerRecord<>(topic, value)).get();
            }
        }
    }

    @Test
    void aBrokerThatDoesNotAnswerIsSaidToDoSo() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertFinds(
                examine(" --brokers 127.0.0.1:" + port),
                "brokers",
                "MISSING",
                "127.0.0.1:" + port,
                "check the address");
        assertThat(command.json().get("healthy").asBoolean()).isFalse();
    }

    @Test
    void aClockThatIsWrongIsMeasuredAndComparedWithWhatReadingsMay() throws Exception {
        try (EmbeddedKafka early = EmbeddedKafka.start(Duration.ofMinutes(-20))) {
            String brokers = " --brokers " + early.bootstrapServers();
            JsonNode checks = examine(brokers);
            assertFinds(checks, "clock", "MISSING", "ms behind this machine's", "source.future-bound", "NTP");
            assertThat(command.out()).containsPattern("the brokers' is (1199|1200)\\d{3} ms behind");

            Path patient = Files.writeString(
                    directory.resolve("patient.yaml"), "source.future-bound: 1 h\n", StandardCharsets.UTF_8);
            assertFinds(examine(brokers + " --job-config " + patient), "clock", "NOTE", "ms behind", "NTP");
        }
    }
}
