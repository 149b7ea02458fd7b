package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.job.config.JobConfig;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertStatus;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.testdata.broker.EmbeddedKafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole job on brokers that ask for a password or speak TLS: readings in, alerts out, and the secrets in no log. */
@Timeout(600)
class SecuredKafkaITCase {

    private static final String PASSWORD = "correct-horse-battery";
    private static final String WRONG = "wrong-horse-battery";
    private static final String STORE_PASSWORD = "staple-and-store";

    @TempDir
    private Path directory;

    private final Remembered log = new Remembered();

    /** Everything that is logged, at INFO and above, with stack traces. */
    private static final class Remembered extends AbstractAppender {

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        Remembered() {
            super("remembered", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            lines.add(event.getMessage().getFormattedMessage());
            for (Throwable cause = event.getThrown(); cause != null; cause = cause.getCause()) {
                lines.add(String.valueOf(cause.getMessage()));
            }
        }
    }

    @BeforeEach
    void remember() {
        log.start();
        ((Logger) LogManager.getRootLogger()).addAppender(log);
        Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.INFO);
    }

    @AfterEach
    void forget() {
        ((Logger) LogManager.getRootLogger()).removeAppender(log);
        Configurator.reconfigure();
    }

    @Test
    void aPasswordFromAFileOpensTheBrokerAndAWrongOneIsAClearError() throws Exception {
        String users =
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"broker\" password=\""
                        + PASSWORD + "\" user_broker=\"" + PASSWORD + "\";";
        var security = new EmbeddedKafka.Security(
                "SASL_PLAINTEXT",
                Map.of(
                        "sasl.enabled.mechanisms", "PLAIN",
                        "sasl.mechanism.inter.broker.protocol", "PLAIN",
                        "listener.name.sasl_plaintext.plain.sasl.jaas.config", users),
                Map.of("sasl.mechanism", "PLAIN", "sasl.jaas.config", login(PASSWORD)));
        Path secret = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
        Map<String, String> environment = Map.of(
                "MILLRACE_JOB_KAFKA_PROPERTIES_SECURITY_PROTOCOL", "SASL_PLAINTEXT",
                "MILLRACE_JOB_KAFKA_PROPERTIES_SASL_MECHANISM", "PLAIN",
                "MILLRACE_JOB_KAFKA_PROPERTIES_SASL_JAAS_CONFIG", login("${file:" + secret + "}"));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(security)) {
            assertReadingsBecomeAlerts(kafka, environment);

            Files.writeString(secret, WRONG);
            JobConfig config = config(kafka, environment);
            assertThatThrownBy(() -> execute(config)).rootCause().hasMessageContaining("Authentication failed");
            assertNothingShows(config, PASSWORD, WRONG);
        }
    }

    private static String login(String password) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"broker\" password=\""
                + password + "\";";
    }

    @Test
    void tlsIsSpokenWithTheTrustStoreOfTheConfiguration() throws Exception {
        Path key = directory.resolve("broker.p12");
        keytool("-genkeypair -keystore " + key + " -alias broker -keyalg EC -dname CN=localhost -ext san=ip:127.0.0.1"
                + " -validity 2");
        Path certificate = directory.resolve("broker.crt");
        keytool("-exportcert -keystore " + key + " -alias broker -file " + certificate);
        Path trust = directory.resolve("trust.p12");
        keytool("-importcert -noprompt -keystore " + trust + " -alias broker -file " + certificate);
        Map<String, String> trusting = Map.of(
                "ssl.truststore.location",
                trust.toString(),
                "ssl.truststore.type",
                "PKCS12",
                "ssl.truststore.password",
                STORE_PASSWORD);
        Map<String, String> serving = new HashMap<>(trusting);
        serving.put("ssl.keystore.location", key.toString());
        serving.put("ssl.keystore.type", "PKCS12");
        serving.put("ssl.keystore.password", STORE_PASSWORD);
        Map<String, String> environment = Map.of(
                "MILLRACE_JOB_KAFKA_PROPERTIES_SECURITY_PROTOCOL", "SSL",
                "MILLRACE_JOB_KAFKA_PROPERTIES_SSL_TRUSTSTORE_LOCATION", trust.toString(),
                "MILLRACE_JOB_KAFKA_PROPERTIES_SSL_TRUSTSTORE_TYPE", "PKCS12",
                "MILLRACE_JOB_KAFKA_PROPERTIES_SSL_TRUSTSTORE_PASSWORD", "${env:STORE}",
                "STORE", STORE_PASSWORD);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(new EmbeddedKafka.Security("SSL", serving, trusting))) {
            assertReadingsBecomeAlerts(kafka, environment);
        }
    }

    private static void keytool(String arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments.split(" ")));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", STORE_PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private void assertReadingsBecomeAlerts(EmbeddedKafka kafka, Map<String, String> environment) throws Exception {
        for (String topic : List.of("readings", "models", "alerts", "scores", "readings-rejected", "model-status")) {
            kafka.createTopic(topic, 1);
        }
        try (var producer =
                new KafkaProducer<>(kafka.clientProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ReadingsLog.Entry entry : ReadingsLog.of(1)) {
                byte[] machine = entry.machine().getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>("readings", machine, entry.value()));
            }
        }
        JobConfig config = config(kafka, environment);

        execute(config);

        assertThat(alerts(kafka).stream().filter(alert -> alert.getStatus() == AlertStatus.OPENED))
                .hasSize(2 * ReadingsLog.MACHINES);
        assertNothingShows(config, PASSWORD, STORE_PASSWORD);
    }

    private JobConfig config(EmbeddedKafka kafka, Map<String, String> environment) throws Exception {
        return JobConfig.load(
                List.of(
                        "--kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                        "--source.stop-offsets=latest",
                        "--checkpoint.interval=200 ms",
                        "--models.files=" + MeanModel.write(directory.resolve("mean.model"))),
                environment);
    }

    private static void execute(JobConfig config) throws Exception {
        var flink = new Configuration();
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
        MillraceTopology.define(env, config, new KafkaEndpoints(config));
        env.execute("secured");
    }

    private void assertNothingShows(JobConfig config, String... secrets) {
        assertThat(log.lines)
                .as("the clients have logged their settings")
                .anyMatch(line -> line.contains("ConsumerConfig"));
        for (String secret : secrets) {
            assertThat(log.lines).noneMatch(line -> line.contains(secret));
            assertThat(config.describe() + config).doesNotContain(secret);
        }
    }

    private static List<Alert> alerts(EmbeddedKafka kafka) throws Exception {
        RecordDecoder<Alert> decoder = RecordDecoder.of(Alert.class);
        List<Alert> alerts = new ArrayList<>();
        var partition = new TopicPartition("alerts", 0);
        try (var consumer = new KafkaConsumer<>(
                kafka.clientProperties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<byte[]> values = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
            for (byte[] value : values) {
                alerts.add(decoder.decode(value));
            }
        }
        return alerts;
    }
}
