package io.millrace.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.detection.threshold.AlertLevels;
import io.millrace.detection.window.GapPolicy;
import io.millrace.detection.window.Imputation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobConfigTest {
    private static final String SERVERS = "kafka.bootstrap-servers";

    @TempDir
    Path directory;

    @Test
    void defaultsAreWhatTheDocumentationSays() {
        JobConfig config = JobConfig.of(Map.of(SERVERS, "broker:9092"));

        JobOptions.all().stream()
                .filter(option -> !option.key().equals(SERVERS))
                .forEach(option -> assertThat(
                                Optional.ofNullable(config.effective().get(option.key())))
                        .as(option.key())
                        .isEqualTo(option.defaultText()));
        assertThat(config.topics())
                .isEqualTo(new TopicsConfig(
                        "readings", "models", "alerts", "scores", "readings-rejected", "model-status"));
        assertThat(config.source().fields()).isEqualTo(FieldMapping.standard());
        assertThat(config.name()).isEqualTo("millrace");
        assertThat(config.delivery().guarantee()).isEqualTo(Delivery.AT_LEAST_ONCE);
        assertThat(config.ordering().alignment()).isEmpty();
        assertThat(config.parallelism()).isEqualTo(new ParallelismConfig(OptionalInt.empty(), 128));
    }

    /** Every key with a value unlike its default. */
    private static Map<String, String> everyKey() {
        Map<String, String> all = new HashMap<>();
        all.put(SERVERS, "a:1,b:2");
        all.put("kafka.group-id", "plant-7");
        all.put("kafka.properties.security.protocol", "SASL_SSL");
        all.put("job.name", "night-shift");
        all.put("topics.readings", "r");
        all.put("topics.models", "m");
        all.put("topics.alerts", "a");
        all.put("topics.scores", "s");
        all.put("topics.readings-rejected", "rr");
        all.put("topics.model-status", "ms");
        all.put("source.start-offsets", "timestamp");
        all.put("source.start-timestamp", "2026-03-01T06:00:00Z");
        all.put("source.stop-offsets", "latest");
        all.put("source.format", "avro");
        all.put("source.avro-schema-file", "/schemas/own.avsc");
        all.put("source.avro-framing", "registry");
        all.put("source.fields.machine", "device.id");
        all.put("source.fields.time", "at");
        all.put("source.fields.time-unit", "seconds");
        all.put("source.fields.values", "data");
        all.put("source.fields.sensors", "temperature=data.t, pressure");
        all.put("source.max-record-size", "64 kb");
        all.put("source.future-bound", "1 h");
        all.put("ordering.out-of-orderness", "3 s");
        all.put("ordering.idle-timeout", "4 s");
        all.put("ordering.idle-release", "5 s");
        all.put("ordering.alignment.max-drift", "6 s");
        all.put("ordering.alignment.group", "g");
        all.put("ordering.alignment.update-interval", "7 s");
        all.put("window.gap.interval", "1 s");
        all.put("window.gap.restart-after", "2 min");
        all.put("window.gap.imputation", "fixed");
        all.put("window.gap.fixed-value", "1.5");
        all.put("window.degraded-share", "0.25");
        all.put("window.rows-without-model", "10");
        all.put("window.state-ttl", "3 d");
        all.put("scoring.bundle-size", "7");
        all.put("scoring.bundle-time", "8 ms");
        all.put("scores.output", "sampled");
        all.put("scores.sample-every", "9");
        all.put("scores.heartbeat-prefix", "beat");
        all.put("models.files", "/m/default.model,pump-*=/m/pump.model");
        all.put("models.machines", "/m/machines");
        all.put("models.max-artefact-size", "3 mb");
        all.put("models.public-keys", "/k/old.pem,/k/new.pem");
        all.put("alerts.format", "json");
        all.put("alerts.update-every-windows", "11");
        all.put("alerts.update-peak-rise", "0.5");
        all.put("alerts.top-sensors", "3");
        all.put("alerts.top-steps", "0");
        all.put("alerts.silence-after", "14 min");
        all.put("alerts.levels.warning", "0.25");
        all.put("alerts.levels.critical", "0.75");
        all.put("delivery.guarantee", "exactly-once");
        all.put("delivery.transactional-id-prefix", "p7");
        all.put("delivery.transaction-timeout", "20 min");
        all.put("delivery.broker-max-transaction-timeout", "30 min");
        all.put("checkpoint.interval", "12 s");
        all.put("checkpoint.timeout", "13 s");
        all.put("checkpoint.directory", "s3://bucket/checkpoints");
        all.put("checkpoint.state-backend", "rocksdb");
        all.put("parallelism.default", "6");
        all.put("parallelism.max", "256");
        return all;
    }

    @Test
    void everyKeyReachesItsRecord() {
        JobConfig config = JobConfig.of(everyKey());

        assertThat(config.kafka())
                .isEqualTo(new KafkaConfig("a:1,b:2", "plant-7", Map.of("security.protocol", "SASL_SSL")));
        assertThat(config.topics()).isEqualTo(new TopicsConfig("r", "m", "a", "s", "rr", "ms"));
        assertThat(config.source())
                .isEqualTo(new SourceConfig(
                        StartOffsets.TIMESTAMP,
                        Optional.of(Instant.parse("2026-03-01T06:00:00Z")),
                        StopOffsets.LATEST,
                        ReadingFormat.AVRO,
                        Optional.of(Path.of("/schemas/own.avsc")),
                        AvroFraming.REGISTRY,
                        new FieldMapping(
                                "device.id",
                                "at",
                                TimestampUnit.SECONDS,
                                "data",
                                Map.of("data.t", "temperature", "pressure", "pressure")),
                        64 * 1024,
                        Duration.ofHours(1)));
        assertThat(config.ordering())
                .isEqualTo(new OrderingConfig(
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(5),
                        Optional.of(new OrderingConfig.Alignment("g", Duration.ofSeconds(6), Duration.ofSeconds(7)))));
        assertThat(config.window())
                .isEqualTo(new WindowConfig(
                        new GapPolicy(1_000, 120_000, Imputation.FIXED, 1.5), 0.25, 10, Duration.ofDays(3)));
        assertThat(config.scoring())
                .isEqualTo(new ScoringConfig(7, Duration.ofMillis(8), ScoresOutput.SAMPLED, 9, "beat"));
        assertThat(config.models())
                .isEqualTo(new ModelsConfig(
                        List.of("/m/default.model", "pump-*=/m/pump.model"),
                        Optional.of("/m/machines"),
                        List.of("/k/old.pem", "/k/new.pem"),
                        3 << 20));
        assertThat(config.name()).isEqualTo("night-shift");
        assertThat(config.alerts())
                .isEqualTo(new AlertsConfig(
                        OutputFormat.JSON, 11, 0.5, 3, 0, Duration.ofMinutes(14), new AlertLevels(0.25, 0.75)));
        assertThat(config.delivery())
                .isEqualTo(new DeliveryConfig(
                        Delivery.EXACTLY_ONCE, "p7", Duration.ofMinutes(20), Duration.ofMinutes(30)));
        assertThat(config.checkpoint())
                .isEqualTo(new CheckpointConfig(
                        Duration.ofSeconds(12),
                        Duration.ofSeconds(13),
                        Optional.of("s3://bucket/checkpoints"),
                        StateBackendKind.ROCKSDB));
        assertThat(config.parallelism()).isEqualTo(new ParallelismConfig(OptionalInt.of(6), 256));
    }

    @Test
    void theListAboveForgetsNoKeyAndRepeatsNoDefault() {
        Map<String, String> all = everyKey();
        Set<String> forgotten =
                new HashSet<>(JobOptions.all().stream().map(Option::key).toList());
        forgotten.removeAll(all.keySet());

        assertThat(forgotten).isEmpty();
        assertThat(JobOptions.all())
                .allSatisfy(
                        option -> assertThat(option.defaultText()).isNotEqualTo(Optional.of(all.get(option.key()))));
    }

    @Test
    void laterSourcesWin() throws IOException {
        Path file = Files.writeString(directory.resolve("millrace.yaml"), """
                kafka:
                  bootstrap-servers: [file-a:1, file-b:2]
                  group-id: from-file
                topics.readings: from-file
                topics.alerts: from-file-too
                """);

        JobConfig config = JobConfig.load(
                List.of("--config", file.toString(), "--topics.alerts=from-argument"),
                Map.of(
                        "MILLRACE_JOB_TOPICS_ALERTS", "from-environment",
                        "MILLRACE_JOB_KAFKA_GROUP_ID", "from-environment",
                        "MILLRACE_JOB_KAFKA_PROPERTIES_SASL_JAAS_CONFIG", "login",
                        "PATH", "/bin"));

        assertThat(config.kafka())
                .isEqualTo(
                        new KafkaConfig("file-a:1,file-b:2", "from-environment", Map.of("sasl.jaas.config", "login")));
        assertThat(config.topics().readings()).isEqualTo("from-file");
        assertThat(config.topics().alerts()).isEqualTo("from-argument");
    }

    @Test
    void allViolationsAreListedAtOnce() {
        List<String> violations = violations(
                List.of(
                        "--scoring.bundle-size=many",
                        "--checkpoint.interval=1 ms",
                        "--topics.alert=x",
                        "--topics.scores=alerts",
                        "--delivery.guarantee=exactly-once",
                        "--delivery.transaction-timeout=1 min",
                        "--window.gap.imputation=linear",
                        "--kafka.properties.group.id=other",
                        "--source.start-offsets=timestamp",
                        "--source.fields.sensors=a=b,a=c",
                        "stray"),
                Map.of("MILLRACE_JOB_TOPICS_READING", "x"));

        assertThat(violations)
                .anySatisfy(v -> assertThat(v).startsWith(SERVERS + " is not set"))
                .anySatisfy(v -> assertThat(v)
                        .contains("scoring.bundle-size (command line): expected a whole number, found `many`"))
                .anySatisfy(v -> assertThat(v).contains("checkpoint.interval").contains("10 ms or more"))
                .anySatisfy(v -> assertThat(v).contains("did you mean topics.alerts?"))
                .anySatisfy(v -> assertThat(v).contains("the name alerts is given to more than one topic"))
                .anySatisfy(v -> assertThat(v)
                        .contains("delivery.transaction-timeout is 60000 ms, not above checkpoint.interval"))
                .anySatisfy(v -> assertThat(v).contains("window.gap.interval is 0 ms"))
                .anySatisfy(v -> assertThat(v).contains("kafka.properties.group.id is set by the job itself"))
                .anySatisfy(v -> assertThat(v).contains("source.start-timestamp is not set"))
                .anySatisfy(v -> assertThat(v).contains("`a=c` repeats a sensor"))
                .anySatisfy(v -> assertThat(v).contains("argument stra… is not understood"))
                .anySatisfy(v -> assertThat(v).contains("did you mean MILLRACE_JOB_TOPICS_READINGS?"))
                .hasSize(12);
    }

    @Test
    void transactionsMustFitBetweenCheckpointAndBroker() {
        assertThat(violations(
                        List.of(
                                "--kafka.bootstrap-servers=b:1",
                                "--delivery.guarantee=exactly-once",
                                "--delivery.transaction-timeout=1 h"),
                        Map.of()))
                .singleElement()
                .asString()
                .contains("above delivery.broker-max-transaction-timeout with 900000 ms");
        // Without transactions their timeout does not matter.
        assertThat(JobConfig.of(Map.of(SERVERS, "b:1", "delivery.transaction-timeout", "1 h"))
                        .delivery()
                        .guarantee())
                .isEqualTo(Delivery.AT_LEAST_ONCE);
    }

    @Test
    void silenceIsLongerThanWaitingForOrderAndShorterThanForgetting() {
        for (String silence : List.of("65 s", "7 d")) {
            assertThat(violations(
                            List.of("--kafka.bootstrap-servers=b:1", "--alerts.silence-after=" + silence), Map.of()))
                    .singleElement()
                    .asString()
                    .contains("alerts.silence-after is", "65000 ms", "604800000 ms", "0 ms (never)");
        }
        for (String silence : List.of("0 ms", "66 s")) {
            assertThat(JobConfig.of(Map.of(SERVERS, "b:1", "alerts.silence-after", silence)))
                    .isNotNull();
        }
    }

    @Test
    void secretsAreNeverShown() {
        Map<String, String> environment = Map.of(
                "MILLRACE_JOB_KAFKA_PROPERTIES_SSL_KEYSTORE_PASSWORD", "hunter2",
                "MILLRACE_JOB_KAFKA_PROPERTIES_SASL_JAAS_CONFIG", "password=hunter2");
        JobConfig config = JobConfig.load(List.of("--kafka.bootstrap-servers=b:1"), environment);

        assertThat(config.describe()).contains("kafka.properties.ssl.keystore.password: ******");
        assertThat(config.describe() + config).doesNotContain("hunter2");
        assertThat(config.kafka().properties()).containsEntry("ssl.keystore.password", "hunter2");

        ConfigSources broken = new ConfigSources();
        broken.addYaml("kafka.properties.ssl.key.password: \"hunter2\n x: [", "file x");
        assertThat(broken.violations()).hasSize(1).noneMatch(violation -> violation.contains("hunter2"));
    }

    @Test
    void aFileThatIsMissingOrSaysAKeyTwiceIsRefused() throws IOException {
        Path twice = Files.writeString(directory.resolve("twice.yaml"), "kafka:\n  group-id: a\nkafka.group-id: b\n");

        assertThat(violations(List.of("--kafka.bootstrap-servers=b:1", "--config=" + twice), Map.of()))
                .singleElement()
                .asString()
                .contains("kafka.group-id is set twice");
        assertThat(violations(List.of("--kafka.bootstrap-servers=b:1", "--config=/no/such.yaml"), Map.of()))
                .singleElement()
                .asString()
                .contains("/no/such.yaml cannot be read");
    }

    private static List<String> violations(List<String> arguments, Map<String, String> environment) {
        ConfigException refused =
                catchThrowableOfType(ConfigException.class, () -> JobConfig.load(arguments, environment));
        assertThat(refused).isNotNull();
        return refused.violations();
    }

    @Test
    void whatTheConfigurationSaysOfAClientComesBeforeWhatTheJobSuggests() {
        var kafka = new KafkaConfig("a:1", "plant-7", Map.of("linger.ms", "0"));

        assertThat(kafka.clientProperties(Map.of("linger.ms", "10", "batch.size", "65536")))
                .containsExactlyInAnyOrderEntriesOf(Map.of("linger.ms", "0", "batch.size", "65536"));
    }

    @Test
    void secretsComeFromFilesAndVariablesAndShowNowhere() throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "hunter2$1\n");
        String key = "kafka.properties.sasl.jaas.config";

        JobConfig config = JobConfig.load(
                List.of(
                        "--" + SERVERS + "=b:1",
                        "--" + key + "=user=\"u\" password=\"${file:" + file + "}\"",
                        "--kafka.properties.client.rack=${env:RACK}"),
                Map.of("RACK", "hunter3"));

        assertThat(config.kafka().properties())
                .containsEntry("sasl.jaas.config", "user=\"u\" password=\"hunter2$1\"")
                .containsEntry("client.rack", "hunter3");
        assertThat(config.describe() + config).doesNotContain("hunter").contains("client.rack: ${env:RACK}");
    }

    @Test
    void aSecretThatIsNotThereIsNamedByItsPlace() {
        var failure = catchThrowableOfType(
                ConfigException.class,
                () -> JobConfig.load(
                        List.of(
                                "--" + SERVERS + "=b:1",
                                "--kafka.properties.ssl.key.password=${file:/not/there}",
                                "--kafka.properties.sasl.jaas.config=${env:NOT_SET}"),
                        Map.of()));

        assertThat(failure.violations()).hasSize(2);
        assertThat(failure).hasMessageContaining("/not/there").hasMessageContaining("NOT_SET");
    }
}
