package io.millrace.cli;

import io.millrace.cli.local.LocalBroker;
import io.millrace.job.KafkaEndpoints;
import io.millrace.job.MillraceTopology;
import io.millrace.job.config.JobConfig;
import io.millrace.schemas.SensorReading;
import io.millrace.schemas.WindowScore;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.RecordEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

/** Recorded rows through the whole job, on a broker and a mini-cluster of their own: what it says of each. */
final class ServedReadings {

    private ServedReadings() {}

    /**
     * @param models keys of the job that name the models which serve
     * @param sensors names of the columns
     * @param start of the first reading, epoch milliseconds; a second from row to row
     * @param series rows by machine, all equally many
     * @return scores of every machine, in time order
     */
    static Map<String, List<WindowScore>> scores(
            Map<String, String> models, List<String> sensors, long start, Map<String, double[][]> series)
            throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("kafka.bootstrap-servers", "none:1"));
        settings.putAll(models);
        settings.put("scores.output", "all");
        settings.put("source.stop-offsets", "latest");
        settings.put("scoring.bundle-size", "13");
        settings.put("parallelism.default", "2");
        try (LocalBroker broker = LocalBroker.start(JobConfig.of(settings).topics(), 2)) {
            settings.put("kafka.bootstrap-servers", broker.bootstrapServers());
            JobConfig config = JobConfig.of(settings);
            write(broker, config.topics().readings(), sensors, start, series);
            var flink = new Configuration();
            flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
            StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, flink);
            MillraceTopology.define(env, config, new KafkaEndpoints(config));
            env.execute("served readings");
            return read(broker, config.topics().scores());
        }
    }

    private static void write(
            LocalBroker broker, String topic, List<String> sensors, long start, Map<String, double[][]> series) {
        RecordEncoder<SensorReading> encoder = RecordEncoder.of(SensorReading.class);
        int rows = series.values().iterator().next().length;
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int t = 0; t < rows; t++) {
                for (Map.Entry<String, double[][]> machine : series.entrySet()) {
                    Map<String, Double> values = new HashMap<>();
                    for (int j = 0; j < sensors.size(); j++) {
                        values.put(sensors.get(j), machine.getValue()[t][j]);
                    }
                    SensorReading reading = SensorReading.newBuilder()
                            .setMachineId(machine.getKey())
                            .setTimestampMillis(start + 1_000L * t)
                            .setValues(values)
                            .build();
                    producer.send(new ProducerRecord<>(
                            topic, machine.getKey().getBytes(StandardCharsets.UTF_8), encoder.encode(reading)));
                }
            }
        }
    }

    private static Map<String, List<WindowScore>> read(LocalBroker broker, String topic) throws Exception {
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
