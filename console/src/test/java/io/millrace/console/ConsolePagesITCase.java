package io.millrace.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.console.feed.ConsoleTopics;
import io.millrace.console.plant.Reading;
import io.millrace.console.plant.Rows;
import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertFeedback;
import io.millrace.schemas.AlertStatus;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ModelStatusKind;
import io.millrace.schemas.SensorReading;
import io.millrace.schemas.Severity;
import io.millrace.schemas.Verdict;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.RecordEncoder;
import io.millrace.schemas.codec.UndecodableRecordException;
import io.millrace.testdata.broker.EmbeddedKafka;
import io.millrace.testdata.browser.HeadlessChromium;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every page of one console, as those use it who have a keyboard, a phone, or a dark room. */
class ConsolePagesITCase {

    private static final String PUMP = "pump-01";
    private static final String UNKNOWN = "<img src=x onerror=\"document.title='owned'\"> machine-without-a-model";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int PHONE = 390;
    private static final int DESK = 1280;
    private static final int MOST_TABS = 60;

    private static final ConsoleTopics TOPICS =
            new ConsoleTopics("readings", "scores", "alerts", "models", "model-status", "feedback");

    /** Hash of each page, and what is there once it has been filled. */
    private static final Map<String, String> PAGES = new LinkedHashMap<>();

    static {
        PAGES.put(
                "#/",
                "document.querySelectorAll('.attention .machine').length > 1 && document.querySelector('.tile .ratio')?.textContent");
        PAGES.put("#/machine?id=" + PUMP, "document.querySelectorAll('.charts canvas').length > 8");
        PAGES.put("#/alerts", "document.querySelectorAll('table.list tbody tr').length >= 2");
        PAGES.put("#/alert?id=a-1", "document.querySelectorAll('.charts canvas').length > 4");
        PAGES.put("#/models", "document.querySelector('.mark.serving') && document.querySelector('.list .mark')");
        PAGES.put("#/system", "document.querySelectorAll('table.list').length >= 2");
    }

    /** Texts that stand out from their ground by less than WCAG's 4.5 to 1, what is transparent put together. */
    private static final String TOO_FAINT = """
            (() => {
              const numbers = (colour) => {
                const found = colour.match(/[\\d.]+/g).map(Number);
                return {rgb: found.slice(0, 3), a: found.length > 3 ? found[3] : 1};
              };
              const over = (upper, a, lower) => upper.map((value, n) => value * a + lower[n] * (1 - a));
              const light = (rgb) => {
                const [r, g, b] = rgb.map((value) => value / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const contrast = (element, colour) => {
                const chain = [];
                for (let e = element; e; e = e.parentElement) chain.unshift(e);
                let ground = [255, 255, 255];
                const groups = [];
                for (const e of chain) {
                  const style = getComputedStyle(e);
                  if (Number(style.opacity) < 1) groups.push({a: Number(style.opacity), behind: ground});
                  const {rgb, a} = numbers(style.backgroundColor);
                  ground = over(rgb, a, ground);
                }
                const ink = numbers(colour);
                let text = over(ink.rgb, ink.a, ground);
                groups.reverse().forEach(({a, behind}) => {
                  text = over(text, a, behind);
                  ground = over(ground, a, behind);
                });
                const [high, low] = [light(text), light(ground)].sort((x, y) => y - x);
                return (high + 0.05) / (low + 0.05);
              };
              const faint = [];
              const judge = (element, colour, text) => {
                const ratio = contrast(element, colour);
                if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${element.tagName}.${element.getAttribute('class')} ${text.trim().slice(0, 40)}`);
              };
              const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              let judged = 0;
              while (texts.nextNode()) {
                const element = texts.currentNode.parentElement;
                if (!texts.currentNode.data.trim() || element.closest('noscript, :disabled') || !element.checkVisibility({visibilityProperty: true})) continue;
                const style = getComputedStyle(element);
                judge(element, element.closest('svg') ? style.fill : style.color, texts.currentNode.data);
                judged++;
              }
              document.querySelectorAll('[placeholder]').forEach((field) => judge(field, getComputedStyle(field, '::placeholder').color, field.placeholder));
              return {faint: [...new Set(faint)], judged};
            })()
            """;

    /** Controls that a thumb on a narrow screen does not reach: beside the screen and in no table that can be pushed, or lower than WCAG's 24 pixels. */
    private static final String OUT_OF_REACH = """
            [...document.querySelectorAll('a[href], button, input, textarea, summary')]
              .filter((control) => control.checkVisibility() && !control.matches('.skip'))
              .filter((control) => {
                const box = control.getBoundingClientRect();
                const beside = (box.left < 0 || box.right > innerWidth) && !control.closest('.scroll');
                const low = control.matches('button, input, textarea, nav a, .tile') && box.height < 24;
                return beside || low || box.width === 0;
              })
              .map((control) => `${control.tagName}.${control.className} ${control.textContent.trim().slice(0, 40)}`)
            """;

    private static final String FOCUS_SHOWS = """
            (() => {
              const control = document.activeElement;
              const style = getComputedStyle(control);
              const box = control.getBoundingClientRect();
              return control.matches(':focus-visible') && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
                && box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
            })()
            """;

    private static EmbeddedKafka kafka;
    private static KafkaProducer<byte[], byte[]> producer;
    private static Console console;
    private static Path executable;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void startPlant() throws Exception {
        Optional<Path> found = HeadlessChromium.find();
        assumeTrue(
                found.isPresent(),
                "no Chromium on the PATH: install one with console/browser --install, or set "
                        + HeadlessChromium.VARIABLE);
        executable = found.get();
        kafka = EmbeddedKafka.start();
        for (String topic : List.of("readings", "scores", "alerts", "models", "model-status", "feedback")) {
            kafka.createTopic(topic, 1);
        }
        Map<String, Object> brokers = Map.of("bootstrap.servers", kafka.bootstrapServers());
        producer = new KafkaProducer<>(brokers, new ByteArraySerializer(), new ByteArraySerializer());
        var properties = new Properties();
        properties.putAll(brokers);
        console = Console.start(
                new ConsoleSettings(
                        properties,
                        TOPICS,
                        ConsolePagesITCase::parse,
                        folder.resolve("store"),
                        InetAddress.getLoopbackAddress(),
                        0,
                        Optional.empty(),
                        Map.of("kafka.bootstrap-servers", kafka.bootstrapServers(), "scores.output", "all"),
                        List.of(),
                        new TestingModelFiles(),
                        Optional.empty()),
                Clock.systemUTC());
        tell();
    }

    @AfterAll
    static void stop() {
        if (console != null) {
            console.close();
        }
        if (producer != null) {
            producer.close();
        }
        if (kafka != null) {
            kafka.close();
        }
    }

    /** A pump whose motor current is off, with its model and its alert; and a machine that no model serves. */
    private static void tell() throws Exception {
        ModelArtefact model = TestingPump.model();
        byte[] artefact = Files.readAllBytes(TestingPump.FILE);
        send(
                "models",
                ModelRelease.newBuilder()
                        .setModelId(model.modelId())
                        .setVersion(model.version())
                        .setMachinePatterns(List.of("pump-*"))
                        .setArtefact(ByteBuffer.wrap(artefact))
                        .setSha256(ArtefactCodec.sha256Hex(artefact))
                        .setReleasedAtMillis(System.currentTimeMillis())
                        .setNotes("for the night shift")
                        .build());
        for (ModelStatusKind kind : List.of(ModelStatusKind.ACCEPTED, ModelStatusKind.REFUSED)) {
            send(
                    "model-status",
                    ModelStatus.newBuilder()
                            .setModelId(model.modelId())
                            .setVersion(model.version())
                            .setStatus(kind)
                            .setReason("as it should be")
                            .setServingVersion(model.version())
                            .setAtMillis(System.currentTimeMillis())
                            .setJob("millrace")
                            .build());
        }
        Rows rows = TestingPump.changed(TestingPump.healthyRows(180), "motor_current", 100, 150, 25);
        long shift = System.currentTimeMillis() - rows.timestamps()[rows.count() - 1];
        for (int r = 0; r < rows.count(); r++) {
            long at = rows.timestamps()[r] + shift;
            Map<String, Double> values = new HashMap<>();
            for (int s = 0; s < rows.sensors().size(); s++) {
                values.put(rows.sensors().get(s), rows.values()[r][s]);
            }
            send("readings", new SensorReading(PUMP, at, values, null));
            send("readings", new SensorReading(UNKNOWN, at, Map.of("level", 1.0 + r % 7), null));
            var score = TestingRecords.score(PUMP, r, r < 100 ? 0.4 : 2.2);
            score.setTimestampMillis(at);
            send("scores", score);
        }
        long onset = rows.timestamps()[105] + shift;
        long peak = rows.timestamps()[149] + shift;
        send("alerts", alert(PUMP, "a-1", Severity.CRITICAL, model, onset, peak));
        send("alerts", alert("pump-02", "a-2", Severity.WARNING, model, onset, peak));
        send("feedback", TestingRecords.verdict("pump-02", "a-2", Verdict.ACKNOWLEDGED));
    }

    private static Alert alert(
            String machine, String id, Severity severity, ModelArtefact model, long onset, long observed) {
        Alert alert = TestingRecords.alert(machine, id, 0, AlertStatus.OPENED, severity, 0);
        alert.setStartsAtMillis(onset);
        alert.setObservedAtMillis(observed);
        alert.setModelId(model.modelId());
        alert.setModelVersion(model.version());
        return alert;
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void everyTextStandsOutFromItsGround(String scheme) {
        try (HeadlessChromium page = HeadlessChromium.start(executable)) {
            page.prefer(scheme);
            page.open(console.address());
            for (String hash : PAGES.keySet()) {
                show(page, hash);
                if (hash.startsWith("#/alert?")) {
                    explainInDepth(page);
                }
                assertThat(page.evaluate("document.documentElement.dataset.theme")
                                .asText())
                        .isEqualTo(scheme);
                JsonNode found = page.evaluate(TOO_FAINT);
                assertThat(found.path("judged").asInt()).as("texts of " + hash).isGreaterThan(20);
                assertThat(found.path("faint"))
                        .as("too faint on " + hash + ", " + scheme)
                        .isEmpty();
            }
        }
    }

    @Test
    void onAPhoneNothingLiesBesideTheScreenAndEveryControlIsWithinReach() {
        try (HeadlessChromium page = HeadlessChromium.start(executable)) {
            page.resize(PHONE, 844);
            page.open(console.address());
            for (String hash : PAGES.keySet()) {
                show(page, hash);
                if (hash.startsWith("#/alert?")) {
                    explainInDepth(page);
                }
                assertThat(page.evaluate("document.documentElement.scrollWidth").asInt())
                        .as("width of " + hash)
                        .isLessThanOrEqualTo(PHONE);
                assertThat(page.evaluate(OUT_OF_REACH))
                        .as("out of reach on " + hash)
                        .isEmpty();
                assertThat(page.evaluate("document.querySelectorAll('main img').length")
                                .asInt())
                        .isZero();
            }
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void theKeyboardAloneGoesFromTheWallToAnAlertAndAcknowledgesIt() throws Exception {
        try (HeadlessChromium page = HeadlessChromium.start(executable)) {
            page.open(console.address());
            page.awaitTrue(PAGES.get("#/"));

            List<String> stops = tabTo(page, "document.activeElement.matches('.attention .machine')");
            assertThat(stops.subList(0, 6))
                    .containsExactly("To the content", "Millrace", "Wall", "Alerts 2", "Models", "System");
            assertThat(stops).contains("Light or dark", "Save a report", PUMP);

            page.press("Enter");
            page.awaitTrue("document.querySelector('#alert-reason')");
            page.awaitTrue("document.activeElement.id === 'main'"); // not at the top of everything again
            tabTo(page, "document.activeElement.dataset.verdict === 'ACKNOWLEDGED'");
            page.press("Enter");
            page.awaitTrue("document.querySelector('.verdict .said').textContent.includes('on the topic')");
            assertThat(page.evaluate("document.activeElement.dataset.verdict").asText())
                    .isEqualTo("ACKNOWLEDGED");
            page.awaitTrue("document.querySelector('.verdict').textContent.includes('Seen,')");

            page.evaluate("document.activeElement.blur()");
            show(page, "#/");
            page.press("/");
            assertThat(page.evaluate("document.activeElement.id").asText()).isEqualTo("search");
            assertThat(page.complaints()).isEmpty();
        }
        AlertFeedback written = feedbackOf("a-1");
        assertThat(written.getVerdict()).isEqualTo(Verdict.ACKNOWLEDGED);
    }

    @Test
    void theKeyboardKeepsItsPlaceWhileTheListChanges() throws Exception {
        try (HeadlessChromium page = HeadlessChromium.start(executable)) {
            page.open(console.address());
            show(page, "#/");
            tabTo(page, "document.activeElement.matches('.attention .machine')");
            String held = page.evaluate("document.activeElement.textContent").asText();

            long now = System.currentTimeMillis();
            send("alerts", alert("pump-03", "a-3", Severity.CRITICAL, TestingPump.model(), now - 60_000, now));
            page.awaitTrue("document.querySelector('.attention').textContent.includes('pump-03')");

            assertThat(page.evaluate("document.activeElement.textContent").asText())
                    .isEqualTo(held);
            Alert closed = alert("pump-03", "a-3", Severity.CRITICAL, TestingPump.model(), now - 60_000, now);
            closed.setStatus(AlertStatus.CLOSED);
            closed.setUpdateSequence(1);
            closed.setEndsAtMillis(now);
            send("alerts", closed);
            page.awaitTrue("!document.querySelector('.attention').textContent.includes('pump-03')");
        }
    }

    @Test
    void anAlertIsExplainedInDepthAsPictureAndInWords() {
        try (HeadlessChromium page = HeadlessChromium.start(executable)) {
            page.open(console.address());
            show(page, "#/alert?id=a-1");
            explainInDepth(page);

            assertThat(page.text(".depth .words"))
                    .contains("times the threshold", "motor_current adds", "most of it from");
            assertThat(page.text(".attribution tbody th")).isEqualTo("motor_current");
            assertThat(page.evaluate("document.querySelectorAll('.attribution [class*=heat-up]').length")
                            .asInt())
                    .isPositive();
            assertThat(page.text(".depth"))
                    .contains("R² ", "would have been normal had motor_current alone", "windows scored in");

            assertThat(page.evaluate(
                                    "fetch(document.querySelector('a[download]').href).then((report) => report.text())")
                            .asText())
                    .contains("Explained in depth", page.text(".depth .words").substring(0, 40), "motor_current</th>");

            // Who comes back finds it.
            show(page, "#/");
            show(page, "#/alert?id=a-1");
            page.awaitTrue("document.querySelector('.attribution')");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"#/alert?id=a-1", "#/machine?id=" + PUMP})
    void onADeskEveryPartOfTheWindowIsSeenWithoutPushing(String hash) {
        try (HeadlessChromium page = HeadlessChromium.start(executable)) {
            page.resize(DESK, 900);
            page.open(console.address());
            show(page, hash);
            explainInDepth(page);

            assertThat(page.evaluate("[...document.querySelectorAll('.depth .scroll')]"
                                    + ".map((region) => region.scrollWidth - region.clientWidth)")
                            .toString())
                    .isEqualTo("[0]");
            assertThat(page.text(".attribution th.when")).matches("\\d\\d:\\d\\d–");
        }
    }

    @Test
    void saysWhyAWindowCannotBeExplained() {
        try (HeadlessChromium page = HeadlessChromium.start(executable)) {
            page.open(console.address());
            page.evaluate("location.hash = '#/machine?id=' + encodeURIComponent(" + quoted(UNKNOWN) + ")");
            page.click("button.explain");
            page.awaitTrue("document.querySelector('main').textContent.includes('No explanation: no model')");

            page.evaluate("location.hash = '#/alert?id=a-2'"); // of a machine that has sent nothing
            page.awaitTrue("document.querySelector('#alert-reason')?.textContent");
            page.click("button.explain");
            page.awaitTrue(
                    "document.querySelector('main').textContent.includes('No explanation: the readings behind')");
        }
    }

    private static void explainInDepth(HeadlessChromium page) {
        page.click("button.explain");
        page.awaitTrue("document.querySelector('.attribution')");
    }

    private static void show(HeadlessChromium page, String hash) {
        page.evaluate("location.hash = " + quoted(hash));
        page.awaitTrue(PAGES.getOrDefault(hash, "document.querySelector('#alert-reason')?.textContent"));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "\\'") + "'";
    }

    /** Presses the tab key until something is true; every stop on the way must show. */
    private static List<String> tabTo(HeadlessChromium page, String reached) {
        var stops = new ArrayList<String>();
        for (int n = 0; n < MOST_TABS; n++) {
            page.press("Tab");
            String stop = page.evaluate(
                            "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent.trim()")
                    .asText();
            stops.add(stop);
            assertThat(page.evaluate(FOCUS_SHOWS).asBoolean())
                    .as("the focus shows on " + stop)
                    .isTrue();
            if (page.evaluate(reached).asBoolean()) {
                return stops;
            }
        }
        throw new AssertionError(MOST_TABS + " times the tab key and never " + reached + ", but " + stops);
    }

    private static Optional<Reading> parse(ConsumerRecord<byte[], byte[]> record) {
        try {
            SensorReading reading = RecordDecoder.of(SensorReading.class).decode(record.value());
            return Optional.of(new Reading(reading.getMachineId(), reading.getTimestampMillis(), reading.getValues()));
        } catch (UndecodableRecordException e) {
            return Optional.empty();
        }
    }

    @SuppressWarnings("unchecked") // the class of a record is that of its type
    private static <T extends SpecificRecordBase> void send(String topic, T record) throws Exception {
        byte[] value = RecordEncoder.of((Class<T>) record.getClass()).encode(record);
        producer.send(new ProducerRecord<>(topic, value)).get();
    }

    private static AlertFeedback feedbackOf(String alertId) throws Exception {
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partition = new TopicPartition("feedback", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            RecordDecoder<AlertFeedback> decoder = RecordDecoder.of(AlertFeedback.class);
            var found = new ArrayList<AlertFeedback>();
            await().atMost(PATIENCE).until(() -> {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    AlertFeedback feedback = decoder.decode(record.value());
                    if (feedback.getAlertId().equals(alertId)) {
                        found.add(feedback);
                    }
                }
                return !found.isEmpty();
            });
            return found.get(0);
        }
    }
}
