package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.local.LocalBroker;
import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.job.KafkaEndpoints;
import io.millrace.job.MillraceTopology;
import io.millrace.job.config.JobConfig;
import io.millrace.schemas.Alert;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.SensorReading;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.RecordEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Explains an alert that the job raised, from the topics alone. */
@Timeout(600)
class ExplainAlertITCase {

    private static final long START = 1_700_000_000_000L;
    private static final int ROWS = 300;
    private static final String QUICK_LOOK = " --segments 2 --permutations 6 --samples 60 --json";

    private final TestingCommand command = new TestingCommand();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"avro, lstm-autoencoder", "json, window-neighbour"})
    void findsAlertReadingsAndModelOnTheirTopics(String format, String detector) throws Exception {
        Path model = train(detector);
        Map<String, String> settings = new HashMap<>(Map.of("kafka.bootstrap-servers", "none:1"));
        settings.put("models.files", model.toString());
        settings.put("alerts.format", format);
        settings.put("source.stop-offsets", "latest");
        try (LocalBroker broker = LocalBroker.start(JobConfig.of(settings).topics(), 2)) {
            settings.put("kafka.bootstrap-servers", broker.bootstrapServers());
            JobConfig config = JobConfig.of(settings);
            write(broker, config);
            run(config);
            Seen alert = lastAlert(broker, config.topics().alerts(), format);
            String explain = "explain " + alert.id + " --brokers " + broker.bootstrapServers();

            refused(
                    explain,
                    "model waves version 1 is not on topic models at " + broker.bootstrapServers()
                            + ", found []: give its artefact with --model MODEL");
            release(broker, config, ArtefactFile.read(model));
            explainsThePeak(explain, alert);
            explainsTheOnset(explain, alert);
            assertThat(command.run(explain + " --model " + model + QUICK_LOOK)).isEqualTo(ExitCode.OK);

            refused(
                    "explain ffffffffffffffffffffffffffffffff --brokers " + broker.bootstrapServers(),
                    "alert ffffffffffffffffffffffffffffffff is not on topic alerts at " + broker.bootstrapServers());
            refused(explain + " --machine pump-1", "an alert names its machine and its windows");
            Path other = directory.resolve("other.model");
            Path data = TestingCommand.waves(directory.resolve("other.csv"), 2);
            assertThat(command.run("train " + data + " -o " + other + TestingCommand.QUICK))
                    .isEqualTo(ExitCode.OK);
            refused(
                    explain + " --model " + other,
                    "was raised by model waves version 1, --model holds other version 1");
        }
    }

    private void explainsThePeak(String explain, Seen alert) throws Exception {
        assertThat(command.run(explain + QUICK_LOOK)).as(command.err()).isEqualTo(ExitCode.OK);
        JsonNode json = command.json();
        assertThat(json.get("alertId").asText()).isEqualTo(alert.id);
        assertThat(json.get("machineId").asText()).isEqualTo("pump-1");
        assertThat(json.get("window").asText()).isEqualTo("the window at the event's peak");
        // the readings of the topic give the very score that the job published
        assertThat(json.get("scoreSmoothed").asDouble()).isCloseTo(alert.score, within(1e-9 * alert.score));
        assertThat(json.at("/shapley/sensors/0/sensor").asText()).isEqualTo("b");
        assertThat(json.at("/shapley/sum").asDouble())
                .isCloseTo(
                        json.get("score").asDouble()
                                - json.at("/shapley/backgroundScore").asDouble(),
                        within(1e-9));
    }

    private void explainsTheOnset(String explain, Seen alert) throws Exception {
        assertThat(command.run(explain + " --window onset" + QUICK_LOOK))
                .as(command.err())
                .isEqualTo(ExitCode.OK);
        JsonNode json = command.json();
        assertThat(json.get("window").asText()).isEqualTo("the window at the event's onset");
        assertThat(Instant.parse(json.get("at").asText()).toEpochMilli()).isEqualTo(alert.startsAt);
    }

    private void refused(String line, String sentence) {
        assertThat(command.run(line)).as(line).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err()).contains(sentence).hasLineCount(1);
    }

    private Path train(String detector) throws Exception {
        Path data = TestingCommand.csv(
                directory.resolve("waves.csv"),
                "timestamp,a,b",
                ROWS,
                r -> "%d,%s,%s".formatted(START / 1_000 + r, Math.sin(r / 4.0), Math.cos(r / 3.0)));
        Path model = directory.resolve("waves.model");
        String options = detector.equals("lstm-autoencoder")
                ? TestingCommand.QUICK
                : " --detector " + detector + " --set steps=8 --set memory=20 --set memory-age=20";
        assertThat(command.run("train " + data + " -o " + model + options))
                .as(command.err())
                .isEqualTo(ExitCode.OK);
        return model;
    }

    /** Two machines; one sensor of the first is stuck far away for a while. */
    private static void write(LocalBroker broker, JobConfig config) {
        RecordEncoder<SensorReading> encoder = RecordEncoder.of(SensorReading.class);
        try (var producer = producer(broker)) {
            for (int t = 0; t < ROWS; t++) {
                for (String machine : List.of("pump-1", "pump-2")) {
                    boolean stuck = machine.equals("pump-1") && t >= 200 && t < 220;
                    SensorReading reading = SensorReading.newBuilder()
                            .setMachineId(machine)
                            .setTimestampMillis(START + 1_000L * t)
                            .setValues(Map.of("a", Math.sin(t / 4.0), "b", stuck ? 6 : Math.cos(t / 3.0)))
                            .build();
                    producer.send(new ProducerRecord<>(
                            config.topics().readings(),
                            machine.getBytes(StandardCharsets.UTF_8),
                            encoder.encode(reading)));
                }
            }
        }
    }

    private static void release(LocalBroker broker, JobConfig config, ModelArtefact artefact) {
        byte[] bytes = ArtefactCodec.encode(artefact);
        ModelRelease release = ModelRelease.newBuilder()
                .setModelId(artefact.modelId())
                .setVersion(artefact.version())
                .setMachinePatterns(List.of("*"))
                .setArtefact(ByteBuffer.wrap(bytes))
                .setSha256(ArtefactCodec.sha256Hex(bytes))
                .setReleasedAtMillis(START)
                .build();
        try (var producer = producer(broker)) {
            producer.send(new ProducerRecord<>(
                    config.topics().models(),
                    artefact.modelId().getBytes(StandardCharsets.UTF_8),
                    RecordEncoder.of(ModelRelease.class).encode(release)));
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(LocalBroker broker) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static void run(JobConfig config) throws Exception {
        var flink = new Configuration();
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, flink);
        MillraceTopology.define(env, config, new KafkaEndpoints(config));
        env.execute("explained");
    }

    /** What the test knows of an alert. */
    private record Seen(String id, long startsAt, double score, int sequence) {}

    private static Seen lastAlert(LocalBroker broker, String topic, String format) throws Exception {
        var seen = new ArrayList<Seen>();
        Map<String, Object> options = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (var consumer = new KafkaConsumer<>(options, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    seen.add(seen(record.value(), format));
                }
            }
        }
        return seen.stream()
                .max((a, b) -> Double.compare(a.score, b.score) != 0
                        ? Double.compare(a.score, b.score)
                        : a.sequence - b.sequence)
                .orElseThrow(() -> new AssertionError("the job raised no alert"));
    }

    private static Seen seen(byte[] value, String format) throws Exception {
        if (format.equals("avro")) {
            Alert alert = RecordDecoder.of(Alert.class).decode(value);
            return new Seen(alert.getAlertId(), alert.getStartsAtMillis(), alert.getScore(), alert.getUpdateSequence());
        }
        JsonNode alert = new ObjectMapper().readTree(value);
        return new Seen(
                alert.get("alertId").asText(),
                alert.get("startsAtMillis").asLong(),
                alert.get("score").asDouble(),
                alert.get("updateSequence").asInt());
    }
}
