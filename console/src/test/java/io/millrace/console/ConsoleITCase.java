package io.millrace.console;

import static io.millrace.console.TestingRecords.alert;
import static io.millrace.console.TestingRecords.reading;
import static io.millrace.console.TestingRecords.score;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.console.feed.ConsoleTopics;
import io.millrace.console.plant.Reading;
import io.millrace.schemas.AlertFeedback;
import io.millrace.schemas.AlertStatus;
import io.millrace.schemas.SensorReading;
import io.millrace.schemas.Severity;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.RecordEncoder;
import io.millrace.schemas.codec.UndecodableRecordException;
import io.millrace.testdata.broker.EmbeddedKafka;
import io.millrace.testdata.browser.HeadlessChromium;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A console on a real broker, asked over HTTP and looked at through a real browser. */
class ConsoleITCase {

    private static final String HOSTILE = "<img src=x onerror=\"document.title='owned'\">";
    private static final String TOKEN = "0123456789abcdef";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static EmbeddedKafka kafka;
    private static int run;

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private ConsoleTopics topics;
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.start();
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @BeforeEach
    void createTopics() {
        int number = run++;
        topics = new ConsoleTopics(
                "readings-" + number,
                "scores-" + number,
                "alerts-" + number,
                "models-" + number,
                "model-status-" + number,
                "feedback-" + number);
        for (String topic : List.of(
                topics.readings(),
                topics.scores(),
                topics.alerts(),
                topics.models(),
                topics.modelStatus(),
                topics.feedback())) {
            kafka.createTopic(topic, 1);
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void closeProducer() {
        producer.close();
    }

    @Test
    void aHostileMachineNameIsShownAsTextAndRunsNothing() throws Exception {
        Path executable = browser();
        writePlant(HOSTILE, 90);
        send(topics.alerts(), alert(HOSTILE, "a-1", 0, AlertStatus.OPENED, Severity.CRITICAL, 80));

        try (Console console = start(Optional.empty());
                HeadlessChromium page = HeadlessChromium.start(executable)) {
            page.open(console.address());
            page.awaitTrue("document.querySelector('.attention .machine')");

            assertThat(page.text(".attention .machine")).isEqualTo(HOSTILE);
            assertThat(page.text(".tile .name")).isEqualTo(HOSTILE);
            page.click(".attention .machine");
            page.awaitTrue("document.querySelector('#alert-reason')?.textContent.includes('pressure')");
            page.click("h1 a"); // the machine's own page
            page.awaitTrue("document.querySelectorAll('.chart canvas').length > 2");
            assertThat(page.text("h1")).isEqualTo(HOSTILE);

            assertThat(page.evaluate("document.querySelectorAll('main img').length")
                            .asInt())
                    .isZero();
            assertThat(page.evaluate("document.title").asText()).isNotEqualTo("owned");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void theReportHoldsAHostileNameAsText() throws Exception {
        writePlant(HOSTILE, 90);
        send(topics.alerts(), alert(HOSTILE, "a-1", 0, AlertStatus.OPENED, Severity.CRITICAL, 80));

        try (Console console = start(Optional.empty())) {
            awaitAlert(console);
            HttpResponse<String> report =
                    get(console, "report.html?machine=" + URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8));

            assertThat(report.statusCode()).isEqualTo(200);
            assertThat(report.body())
                    .contains("&lt;img src=x", "<svg", "1 alert")
                    .doesNotContain("<img", "<script", "http");
            assertThat(report.headers().firstValue("Content-Disposition").orElseThrow())
                    .matches("attachment; filename=\"[A-Za-z0-9._-]+\"");
        }
    }

    @Test
    void aVerdictGoesToTheTopicAndComesBackFromIt() throws Exception {
        writePlant("pump-1", 90);
        send(topics.alerts(), alert("pump-1", "a-1", 0, AlertStatus.OPENED, Severity.WARNING, 80));

        try (Console console = start(Optional.empty())) {
            awaitAlert(console);
            HttpResponse<String> answer = post(
                    console,
                    "{\"alertId\":\"a-1\",\"verdict\":\"FALSE_ALARM\",\"comment\":\"sensor swapped\",\"by\":\"Ada\"}");

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            await().atMost(PATIENCE)
                    .until(() -> json(console, "api/alert?id=a-1")
                            .at("/alert/verdict/verdict")
                            .asText()
                            .equals("FALSE_ALARM"));
            AlertFeedback written = feedback();
            assertThat(written.getAlertId()).isEqualTo("a-1");
            assertThat(written.getMachineId()).isEqualTo("pump-1");
            assertThat(written.getComment()).isEqualTo("sensor swapped");
            assertThat(written.getBy()).isEqualTo("Ada");

            assertThat(post(console, "{\"alertId\":\"a-1\",\"verdict\":\"NONSENSE\"}")
                            .body())
                    .contains("TRUE_ALARM", "NONSENSE");
            assertThat(post(console, "{\"alertId\":\"none\",\"verdict\":\"UNSURE\"}")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(post(console, "no JSON").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void whatWasKnownIsThereAfterARestartAndCountedOnce() throws Exception {
        writePlant("pump-1", 90);
        send(topics.alerts(), alert("pump-1", "a-1", 0, AlertStatus.OPENED, Severity.WARNING, 80));
        JsonNode before;
        try (Console console = start(Optional.empty())) {
            awaitAlert(console);
            await().atMost(PATIENCE).until(() -> scores(console) == 90);
            before = json(console, "api/machine?id=pump-1").path("history");
        }
        kafka.createTopic("alerts-emptied-" + run, 1); // as if retention had taken the old alerts
        topics = new ConsoleTopics(
                topics.readings(),
                topics.scores(),
                "alerts-emptied-" + run,
                topics.models(),
                topics.modelStatus(),
                topics.feedback());

        try (Console console = start(Optional.empty())) {
            assertThat(json(console, "api/alert?id=a-1").at("/alert/machine").asText())
                    .isEqualTo("pump-1");
            await().atMost(PATIENCE)
                    .until(() -> json(console, "api/machine?id=pump-1")
                                    .at("/rows/timestamps")
                                    .size()
                            == 90);
            assertThat(json(console, "api/machine?id=pump-1").path("history")).isEqualTo(before);
            assertThat(scores(console)).isEqualTo(90);
        }
    }

    @Test
    void withATokenNothingIsShownWithoutIt() throws Exception {
        try (Console console = start(Optional.of(TOKEN))) {
            assertThat(get(console, "api/wall").statusCode()).isEqualTo(401);
            assertThat(get(console, "main.js").statusCode()).isEqualTo(401);
            assertThat(get(console, "").headers().firstValue("Location")).contains("/login");
            assertThat(get(console, "login").body()).contains("Token of this console");
            HttpRequest bearer = HttpRequest.newBuilder(console.address().resolve("api/wall"))
                    .header("Authorization", "Bearer " + TOKEN)
                    .build();
            assertThat(http.send(bearer, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
            assertThat(logIn(console, "wrong-wrong-wrong").headers().firstValue("Set-Cookie"))
                    .isEmpty();
            assertThat(logIn(console, TOKEN).headers().firstValue("Set-Cookie").orElseThrow())
                    .contains("HttpOnly", "SameSite=Strict")
                    .doesNotContain(TOKEN);
        }
    }

    @Test
    void everyAnswerForbidsWhatIsForeign() throws Exception {
        try (Console console = start(Optional.empty())) {
            for (String path : List.of("", "api/wall", "api/nothing", "lib/uPlot.js")) {
                String policy = get(console, path)
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElseThrow();
                assertThat(policy)
                        .contains("default-src 'none'", "script-src 'self'")
                        .doesNotContain("unsafe");
            }
        }
    }

    @Test
    void jsonAlertsOfAJobAreReadToo() throws Exception {
        writePlant("pump-1", 10);
        String json = alert("pump-1", "a-1", 0, AlertStatus.OPENED, Severity.CRITICAL, 8)
                .toString()
                .replace("\"kind\": \"ANOMALY\", ", "");
        producer.send(new ProducerRecord<>(topics.alerts(), json.getBytes(StandardCharsets.UTF_8)))
                .get();
        producer.send(new ProducerRecord<>(topics.alerts(), "neither".getBytes(StandardCharsets.UTF_8)))
                .get();

        try (Console console = start(Optional.empty())) {
            awaitAlert(console);
            assertThat(json(console, "api/alert?id=a-1").at("/alert/severity").asText())
                    .isEqualTo("CRITICAL");
            await().atMost(PATIENCE)
                    .until(() -> json(console, "api/system")
                            .path("topics")
                            .findValuesAsText("unreadable")
                            .contains("1"));
        }
    }

    @Test
    void saysThatNoBrokerAnswersOrThatThePortIsTaken() throws Exception {
        try (Console console = start(Optional.empty())) {
            int taken = console.address().getPort();
            ConsoleSettings settings = settings(Optional.empty(), taken, folder.resolve("other"));
            assertThatThrownBy(() -> Console.start(settings, Clock.systemUTC()))
                    .isInstanceOf(UnusableConsoleException.class)
                    .hasMessageContainingAll(String.valueOf(taken), "--port");
        }
    }

    private static Path browser() {
        Optional<Path> found = HeadlessChromium.find();
        assumeTrue(
                found.isPresent(),
                "no Chromium on the PATH: install one with console/browser --install, or set "
                        + HeadlessChromium.VARIABLE);
        return found.get();
    }

    private Console start(Optional<String> token) throws Exception {
        return Console.start(settings(token, 0, folder.resolve("store")), Clock.systemUTC());
    }

    private ConsoleSettings settings(Optional<String> token, int port, Path store) {
        var properties = new Properties();
        properties.put("bootstrap.servers", kafka.bootstrapServers());
        return new ConsoleSettings(
                properties,
                topics,
                ConsoleITCase::parse,
                store,
                InetAddress.getLoopbackAddress(),
                port,
                token,
                Map.of(),
                List.of(),
                new TestingModelFiles(),
                Optional.empty());
    }

    private static Optional<Reading> parse(ConsumerRecord<byte[], byte[]> record) {
        try {
            SensorReading reading = RecordDecoder.of(SensorReading.class).decode(record.value());
            return Optional.of(new Reading(reading.getMachineId(), reading.getTimestampMillis(), reading.getValues()));
        } catch (UndecodableRecordException e) {
            return Optional.empty();
        }
    }

    private void writePlant(String machine, int steps) throws Exception {
        for (int step = 0; step < steps; step++) {
            Reading reading = reading(machine, step);
            send(topics.readings(), new SensorReading(machine, reading.timestampMillis(), reading.values(), null));
            send(topics.scores(), score(machine, step, 0.4));
        }
    }

    @SuppressWarnings("unchecked") // the class of a record is that of its type
    private <T extends SpecificRecordBase> void send(String topic, T record) throws Exception {
        byte[] value = RecordEncoder.of((Class<T>) record.getClass()).encode(record);
        producer.send(new ProducerRecord<>(topic, value)).get();
    }

    private AlertFeedback feedback() throws Exception {
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partition = new TopicPartition(topics.feedback(), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var records = new ArrayList<byte[]>();
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> records.add(record.value()));
                return !records.isEmpty();
            });
            return RecordDecoder.of(AlertFeedback.class).decode(records.get(0));
        }
    }

    private void awaitAlert(Console console) {
        await().atMost(PATIENCE).until(() -> get(console, "api/alert?id=a-1").statusCode() == 200);
    }

    private long scores(Console console) throws Exception {
        long all = 0;
        for (JsonNode slot : json(console, "api/distribution").path("counts")) {
            for (JsonNode count : slot) {
                all += count.asLong();
            }
        }
        return all;
    }

    private HttpResponse<String> get(Console console, String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(console.address().resolve(path)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode json(Console console, String path) throws IOException, InterruptedException {
        return new ObjectMapper().readTree(get(console, path).body());
    }

    private HttpResponse<String> post(Console console, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(console.address().resolve("api/feedback"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> logIn(Console console, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(console.address() + "login"))
                .POST(HttpRequest.BodyPublishers.ofString("token=" + token))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
