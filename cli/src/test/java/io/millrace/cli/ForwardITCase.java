package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.job.sink.RecordJson;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertKind;
import io.millrace.schemas.AlertStatus;
import io.millrace.schemas.CloseReason;
import io.millrace.schemas.DataQuality;
import io.millrace.schemas.Severity;
import io.millrace.schemas.TopSensor;
import io.millrace.schemas.codec.RecordEncoder;
import io.millrace.testdata.broker.EmbeddedKafka;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code millrace forward} on a real broker, against receivers that fail, hang, are busy, refuse, and against the real Alertmanager. */
@Timeout(300)
class ForwardITCase {

    private static final long START = 1_767_225_600_000L; // 2026-01-01T00:00:00Z
    private static final String SECRET = "s3cr3t-t0ken";

    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;
    private static KafkaProducer<byte[], byte[]> producer;
    private static int topics;

    private final RecordEncoder<Alert> avro = RecordEncoder.of(Alert.class);
    private final TestingCommand command = new TestingCommand();
    private TestingReceiver receiver;
    private String topic;

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start();
        producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        kafka.close();
    }

    @BeforeEach
    void fresh() throws Exception {
        topic = "alerts-" + ++topics;
        kafka.createTopic(topic, 2);
        receiver = new TestingReceiver();
    }

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    private static Alert alert(String machine, AlertStatus status, int sequence, Severity severity) {
        boolean closed = status == AlertStatus.CLOSED;
        return Alert.newBuilder()
                .setAlertId("id-of-" + machine)
                .setMachineId(machine)
                .setDetector("lstm-autoencoder")
                .setStatus(status)
                .setSeverity(severity)
                .setStartsAtMillis(START)
                .setEndsAtMillis(closed ? (Long) (START + 60_000) : null)
                .setObservedAtMillis(START + 1_000L * sequence)
                .setUpdateSequence(sequence)
                .setLengthWindows(1 + sequence)
                .setScore(3)
                .setThreshold(2)
                .setErrorRatio(1.5)
                .setMeanErrorRatio(1.2)
                .setConfidence(0.8)
                .setTopSensors(List.of(new TopSensor("temperature", 0.9, 80.0, 60.0)))
                .setTopSteps(List.of())
                .setReason("temperature was 80 where 60 was expected.")
                .setModelId("pumps")
                .setModelVersion(7)
                .setDataQuality(DataQuality.GOOD)
                .setCloseReason(closed ? CloseReason.RECOVERED : null)
                .setKind(AlertKind.ANOMALY)
                .build();
    }

    private void write(Alert alert) throws Exception {
        write(alert.getMachineId(), avro.encode(alert));
    }

    private void write(String key, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value))
                .get();
    }

    private void lifeOf(String machine) throws Exception {
        write(alert(machine, AlertStatus.OPENED, 0, Severity.WARNING));
        write(alert(machine, AlertStatus.UPDATED, 1, Severity.CRITICAL));
        write(alert(machine, AlertStatus.CLOSED, 2, Severity.CRITICAL));
    }

    private String line(String more) {
        return "forward --brokers " + kafka.bootstrapServers() + " --topic " + topic + " --group " + topic
                + " --start earliest --longest-wait 0.5 --json " + more;
    }

    private int toWebhook(String more) {
        return command.run(line("--until-end --to webhook --url " + receiver.url() + "/hook " + more));
    }

    private List<String> idsAtReceiver() {
        return receiver.requests().stream()
                .map(request -> request.header("ce-id"))
                .toList();
    }

    private static Path secretFile() throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), SECRET + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void webhookGetsTheAlertAsJsonWithTheHeadersOfACloudEvent() throws Exception {
        lifeOf("pump-1");

        assertThat(toWebhook("--secret-file " + secretFile())).isEqualTo(ExitCode.OK);

        assertThat(idsAtReceiver()).containsExactly("id-of-pump-1-0", "id-of-pump-1-1", "id-of-pump-1-2");
        TestingReceiver.Request first = receiver.requests().get(0);
        assertThat(first.body().path("machineId").asText()).isEqualTo("pump-1");
        assertThat(first.body().path("topSensors").get(0).path("observed").asDouble())
                .isEqualTo(80);
        assertThat(first.header("ce-type")).isEqualTo("io.millrace.alert.opened");
        assertThat(first.header("ce-time")).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(first.header("idempotency-key")).isEqualTo("id-of-pump-1-0");
        assertThat(first.header("authorization")).isEqualTo("Bearer " + SECRET);
        assertThat(command.out() + command.err()).doesNotContain(SECRET).doesNotContain("/hook");
        assertThat(command.json().path("delivered").asInt()).isEqualTo(3);
    }

    @Test
    void whatFailsHangsOrIsBusyIsTriedAgainInOrderUntilItIsTaken() throws Exception {
        lifeOf("pump-1");
        receiver.replies(500, 503);
        receiver.repliesBusy("1");
        receiver.doesNotReply();

        assertThat(toWebhook("--timeout 0.5")).isEqualTo(ExitCode.OK);

        assertThat(idsAtReceiver())
                .containsExactly(
                        "id-of-pump-1-0",
                        "id-of-pump-1-0",
                        "id-of-pump-1-0",
                        "id-of-pump-1-0",
                        "id-of-pump-1-0",
                        "id-of-pump-1-1",
                        "id-of-pump-1-2");
        assertThat(command.json().path("retries").asInt()).isEqualTo(4);
        assertThat(command.err()).contains("answers 500: trying again");
    }

    @Test
    void receiverThatIsAwayIsWaitedFor() throws Exception {
        lifeOf("pump-1");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var other = new TestingCommand();
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(
                () -> other.run(line("--until-end --to webhook --url http://127.0.0.1:" + port)));
        await().atMost(Duration.ofMinutes(1)).until(() -> other.err().contains("does not answer"));
        try (var late = new TestingReceiver(port)) {
            assertThat(exit.get()).isEqualTo(ExitCode.OK);
            assertThat(late.requests()).hasSize(3);
        }
    }

    @Test
    void repeatedMessagesAreSentOnce() throws Exception {
        lifeOf("pump-1");
        lifeOf("pump-1");

        assertThat(toWebhook("")).isEqualTo(ExitCode.OK);

        assertThat(idsAtReceiver()).hasSize(3).doesNotHaveDuplicates();
        assertThat(command.json().path("repeated").asInt()).isEqualTo(3);
    }

    @Test
    void whatWasNotTakenIsDeliveredByTheNextRunAndNothingElse() throws Exception {
        lifeOf("pump-1");
        receiver.replies(200);
        receiver.always(500);
        var exit = new AtomicInteger(-1);
        var other = new TestingCommand();
        Thread run = new Thread(
                () -> exit.set(other.run(line("--until-end --to webhook --url " + receiver.url()))), "forward");
        run.start();
        await().atMost(Duration.ofMinutes(1)).until(() -> receiver.requests().size() >= 3);
        run.interrupt();
        run.join();
        assertThat(exit.get()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(other.json().path("delivered").asInt()).isEqualTo(1);

        receiver.always(200);
        receiver.requests().clear();
        assertThat(toWebhook("")).isEqualTo(ExitCode.OK);

        assertThat(idsAtReceiver()).containsExactly("id-of-pump-1-1", "id-of-pump-1-2");
    }

    @Test
    void receiverThatRefusesUsEndsTheRunAndLosesNothing() throws Exception {
        lifeOf("pump-1");
        receiver.always(401);

        assertThat(toWebhook("--secret-file " + secretFile())).isEqualTo(ExitCode.FAILURE);

        assertThat(command.err())
                .contains("answers 401: check the address and the secret")
                .doesNotContain(SECRET);
        receiver.always(200);
        receiver.requests().clear();
        assertThat(toWebhook("")).isEqualTo(ExitCode.OK);
        assertThat(idsAtReceiver()).hasSize(3);
    }

    @Test
    void messageThatIsRefusedIsPassedOverAndNamedButThreeInARowEndTheRun() throws Exception {
        lifeOf("pump-1");
        receiver.replies(200, 422);

        assertThat(toWebhook("")).isEqualTo(ExitCode.FAILURE);

        assertThat(idsAtReceiver()).hasSize(3);
        assertThat(command.err()).contains("answers 422 to alert id-of-pump-1-1: it is passed over");
        assertThat(command.json().path("refused").asInt()).isEqualTo(1);

        lifeOf("pump-2");
        receiver.always(400);
        assertThat(toWebhook("")).isEqualTo(ExitCode.FAILURE);
        assertThat(command.err()).contains("3 messages in a row were refused");
    }

    @Test
    void jsonAlertsAreForwardedAndWhatIsNoAlertIsPassedOver() throws Exception {
        write("pump-1", new RecordJson().write(alert("pump-1", AlertStatus.OPENED, 0, Severity.WARNING)));
        write("pump-1", "no alert".getBytes(StandardCharsets.UTF_8));
        write("pump-1", new RecordJson().write(alert("pump-1", AlertStatus.CLOSED, 1, Severity.WARNING)));

        assertThat(toWebhook("")).isEqualTo(ExitCode.OK);

        assertThat(idsAtReceiver()).containsExactly("id-of-pump-1-0", "id-of-pump-1-1");
        assertThat(command.json().path("undecodable").asInt()).isEqualTo(1);
        assertThat(command.err()).contains("topic " + topic + ", partition").contains("is passed over");
    }

    @Test
    void newGroupStartsWithWhatComesUnlessTold() throws Exception {
        lifeOf("old");
        String late =
                line("--to webhook --url " + receiver.url() + " --until-end").replace("earliest", "latest");
        assertThat(command.run(late)).isEqualTo(ExitCode.OK);
        assertThat(receiver.requests()).isEmpty();

        lifeOf("new");
        assertThat(command.run(late)).isEqualTo(ExitCode.OK);

        assertThat(idsAtReceiver()).hasSize(3).allMatch(id -> id.startsWith("id-of-new"));
    }

    @Test
    void pagerDutyIsTriggeredAndResolvedUnderTheAlertsId() throws Exception {
        lifeOf("pump-1");

        assertThat(command.run(
                        line("--until-end --to pagerduty --url " + receiver.url() + " --secret-file " + secretFile())))
                .isEqualTo(ExitCode.OK);

        List<JsonNode> events =
                receiver.requests().stream().map(TestingReceiver.Request::body).toList();
        assertThat(events)
                .extracting(event -> event.path("event_action").asText())
                .containsExactly("trigger", "trigger", "resolve");
        assertThat(events).allMatch(event -> event.path("dedup_key").asText().equals("id-of-pump-1"));
        assertThat(events).allMatch(event -> event.path("routing_key").asText().equals(SECRET));
        assertThat(events.get(1).path("payload").path("severity").asText()).isEqualTo("critical");
        assertThat(events.get(0).path("payload").path("summary").asText())
                .isEqualTo("pump-1: temperature was 80 where 60 was expected.");
        assertThat(events.get(0).path("payload").path("timestamp").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(receiver.requests().get(0).header("authorization")).isNull();
        assertThat(command.out() + command.err()).doesNotContain(SECRET);
    }

    @Test
    void badInputIsOneSentence() throws Exception {
        assertThat(command.run(line("--to webhook"))).isEqualTo(ExitCode.USAGE);
        assertThat(command.err()).contains("--url is missing");
        assertThat(command.run(line("--to webhook --url ftp://x/secret"))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err()).contains("expected http://HOST").doesNotContain("secret");
        assertThat(command.run(line("--to pagerduty"))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err()).contains("integration key");
        assertThat(command.run(line("--to pagerduty --secret-file " + directory.resolve("none"))))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err()).contains("cannot be read");
        assertThat(command.run("forward --to webhook --url http://x --brokers " + kafka.bootstrapServers()
                        + " --topic nowhere"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err()).contains("there is no topic nowhere");
    }

    /** The real one, where it is installed (Debian: prometheus-alertmanager). */
    @Test
    void alertmanagerFiresAndResolves() throws Exception {
        Path binary = Path.of("/usr/bin/prometheus-alertmanager");
        assumeTrue(Files.isExecutable(binary), "prometheus-alertmanager is not installed");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path config = Files.writeString(
                directory.resolve("alertmanager.yml"), "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n");
        Process process = new ProcessBuilder(
                        binary.toString(),
                        "--config.file=" + config,
                        "--storage.path=" + directory.resolve("alertmanager"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--cluster.listen-address=")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("alertmanager.log").toFile())
                .start();
        try {
            String url = "http://127.0.0.1:" + port;
            String forward = line("--until-end --to alertmanager --url " + url);
            write(alert("pump-1", AlertStatus.OPENED, 0, Severity.WARNING));
            write(alert("oven-1", AlertStatus.OPENED, 0, Severity.WARNING));
            assertThat(command.run(forward)).isEqualTo(ExitCode.OK); // waits until it listens
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() ->
                            assertThat(firing(url)).containsExactlyInAnyOrder("pump-1 warning", "oven-1 warning"));

            write(alert("pump-1", AlertStatus.UPDATED, 1, Severity.CRITICAL));
            write(alert("oven-1", AlertStatus.CLOSED, 1, Severity.WARNING));
            assertThat(command.run(forward)).isEqualTo(ExitCode.OK);
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(firing(url)).containsExactly("pump-1 critical"));

            write(alert("pump-1", AlertStatus.CLOSED, 2, Severity.CRITICAL));
            assertThat(command.run(forward)).isEqualTo(ExitCode.OK);
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(firing(url)).isEmpty());
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static List<String> firing(String url) throws Exception {
        String body = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url + "/api/v2/alerts")).build(), BodyHandlers.ofString())
                .body();
        return StreamSupport.stream(new ObjectMapper().readTree(body).spliterator(), false)
                .map(alert -> alert.path("labels").path("machine").asText() + " "
                        + alert.path("labels").path("severity").asText())
                .toList();
    }
}
