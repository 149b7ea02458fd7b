package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.local.LocalBroker;
import io.millrace.cli.terminal.Terminal;
import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.job.KafkaEndpoints;
import io.millrace.job.MillraceTopology;
import io.millrace.job.config.JobConfig;
import io.millrace.schemas.SensorReading;
import io.millrace.schemas.WindowScore;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.RecordEncoder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
import org.junit.jupiter.params.provider.ValueSource;

/** The set of models that {@code train --fine-tune} leaves, served by the job on a real broker as it was trained. */
@Timeout(600)
class OwnModelsITCase {

    private static final List<String> TRAINED = List.of("slow", "quick/1", "odd*");
    private static final String STRANGER = "stranger";
    private static final int ROWS = 300;
    private static final long START = 1_700_000_000_000L;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"output", "all"})
    void everyMachineIsScoredByItsOwnModelAsInBatch(String layers) throws Exception {
        Map<String, double[][]> series = new HashMap<>();
        for (String machineId : TRAINED) {
            series.put(machineId, wave(machineId.hashCode(), 2 + TRAINED.indexOf(machineId)));
        }
        series.put(STRANGER, wave(99, 3.5));
        Path run = train(series, layers);
        Map<String, ModelArtefact> models = models(run);
        assertThat(models.get("quick/1").modelId()).isEqualTo("set-quick/1");
        assertThat(models.get(STRANGER).modelId()).isEqualTo("set");

        Map<String, List<WindowScore>> scores = serve(run, series);

        models.forEach((machineId, model) -> {
            double[] expected = new SeriesScorer(model.preprocessing(), model.detector(), model.smoothing())
                    .score(series.get(machineId))
                    .smoothed();
            assertThat(scores.get(machineId).stream().map(WindowScore::getScore))
                    .as(machineId)
                    .containsExactly(Arrays.stream(expected).boxed().toArray(Double[]::new));
            assertThat(scores.get(machineId)).allSatisfy(score -> {
                assertThat(score.getModelId()).isEqualTo(model.modelId());
                assertThat(score.getThreshold()).isEqualTo(model.thresholds().forMachine(machineId));
            });
        });
    }

    private static double[][] wave(long seed, double period) {
        var random = new Random(seed);
        var rows = new double[ROWS][];
        for (int t = 0; t < ROWS; t++) {
            rows[t] = new double[] {
                Math.sin(t / period) + 0.05 * random.nextGaussian(), Math.cos(t / 3.0) + 0.05 * random.nextGaussian()
            };
        }
        return rows;
    }

    private Path train(Map<String, double[][]> series, String layers) throws Exception {
        Path data = Files.createDirectories(directory.resolve("data"));
        for (String machineId : TRAINED) {
            var lines = new ArrayList<>(List.of("timestamp,machine,a,b"));
            for (int t = 0; t < ROWS; t++) {
                double[] row = series.get(machineId)[t];
                lines.add((START / 1000 + t) + "," + machineId + "," + row[0] + "," + row[1]);
            }
            Files.write(data.resolve(TRAINED.indexOf(machineId) + ".csv"), lines);
        }
        Path run = directory.resolve("set");
        var err = new ByteArrayOutputStream();
        Terminal terminal = Terminal.plain(
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        String options = "--run " + run + " --steps 8 --hidden 6 --epochs 3 --learning-rate 0.01 --fine-tune"
                + " --fine-tune-layers " + layers;
        var arguments = new ArrayList<>(List.of("train", data.toString()));
        arguments.addAll(List.of(options.split(" ")));
        assertThat(Millrace.run(terminal, arguments.toArray(String[]::new)))
                .as(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(ExitCode.OK);
        return run;
    }

    /** What serves each machine: its own model where there is one. */
    private static Map<String, ModelArtefact> models(Path run) throws Exception {
        ModelArtefact global = ArtefactFile.read(run.resolve("global.model"));
        Map<String, ModelArtefact> models = new HashMap<>(Map.of(STRANGER, global));
        for (String machineId : TRAINED) {
            Path own = run.resolve("machines").resolve(ModelDelta.fileName(machineId));
            models.put(
                    machineId, Files.exists(own) ? ArtefactFile.readDelta(own).applyTo(global) : global);
        }
        return models;
    }

    private Map<String, List<WindowScore>> serve(Path run, Map<String, double[][]> series) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("kafka.bootstrap-servers", "none:1"));
        settings.put("models.files", run.resolve("global.model").toString());
        settings.put("models.machines", run.resolve("machines").toString());
        settings.put("scores.output", "all");
        settings.put("source.stop-offsets", "latest");
        settings.put("scoring.bundle-size", "13");
        settings.put("parallelism.default", "2");
        try (LocalBroker broker = LocalBroker.start(JobConfig.of(settings).topics(), 2)) {
            settings.put("kafka.bootstrap-servers", broker.bootstrapServers());
            JobConfig config = JobConfig.of(settings);
            write(broker, config.topics().readings(), series);
            var flink = new Configuration();
            flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
            StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, flink);
            MillraceTopology.define(env, config, new KafkaEndpoints(config));
            env.execute("own models");
            return scores(broker, config.topics().scores());
        }
    }

    private static void write(LocalBroker broker, String topic, Map<String, double[][]> series) {
        RecordEncoder<SensorReading> encoder = RecordEncoder.of(SensorReading.class);
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int t = 0; t < ROWS; t++) {
                for (Map.Entry<String, double[][]> machine : series.entrySet()) {
                    double[] row = machine.getValue()[t];
                    SensorReading reading = SensorReading.newBuilder()
                            .setMachineId(machine.getKey())
                            .setTimestampMillis(START + 1_000L * t)
                            .setValues(Map.of("a", row[0], "b", row[1]))
                            .build();
                    producer.send(new ProducerRecord<>(
                            topic, machine.getKey().getBytes(StandardCharsets.UTF_8), encoder.encode(reading)));
                }
            }
        }
    }

    private static Map<String, List<WindowScore>> scores(LocalBroker broker, String topic) throws Exception {
        RecordDecoder<WindowScore> decoder = RecordDecoder.of(WindowScore.class);
        Map<String, List<WindowScore>> byMachine = new HashMap<>();
        Map<String, Object> options = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (var consumer = new KafkaConsumer<>(options, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<byte[]> values = new ArrayList<>();
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
            for (byte[] value : values) {
                WindowScore score = decoder.decode(value);
                byMachine
                        .computeIfAbsent(score.getMachineId(), id -> new ArrayList<>())
                        .add(score);
            }
        }
        return byMachine;
    }
}
