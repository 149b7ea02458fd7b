package io.millrace.job;

import io.millrace.job.config.JobConfig;
import io.millrace.schemas.Alert;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.RejectedReading;
import io.millrace.schemas.WindowScore;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.UndecodableRecordException;
import io.millrace.testdata.broker.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A real broker and a Flink cluster of two TaskManagers with two slots each, on which the job runs as it would in a plant. */
final class JobOnKafka implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final EmbeddedKafka kafka;
    private final InMemoryReporter metrics = InMemoryReporter.createWithRetainedMetrics();
    private final MiniCluster flink;
    private final Path directory;
    private int runs;

    JobOnKafka(Path directory) throws Exception {
        this.directory = directory;
        this.kafka = EmbeddedKafka.start();
        this.flink = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(metrics.addToConfiguration(new Configuration()))
                .setNumTaskManagers(2)
                .setNumSlotsPerTaskManager(2)
                .withRandomPorts()
                .build());
        flink.start();
    }

    /** Creates a readings topic and writes the log to it; each machine's readings go to one partition, in order. */
    void write(String topic, int partitions, List<ReadingsLog.Entry> log) throws Exception {
        kafka.createTopic(topic, partitions);
        kafka.createTopic("models", 1);
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (ReadingsLog.Entry entry : log) {
                byte[] key = entry.machine().getBytes(StandardCharsets.UTF_8);
                sent.add(producer.send(new ProducerRecord<>(topic, key, entry.value())));
            }
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
    }

    /** What a run left: its topics, and the names of the metrics that it registered. */
    record Output(String alerts, String rejected, Set<String> metrics) {}

    /**
     * Runs the job from the beginning of the readings topic to its end, into topics of its own, and waits until it has ended.
     *
     * @param edges changes the edges, to slow the job down or to break it
     * @param disturbance happens while the job runs
     */
    Output run(String readings, Map<String, String> settings, UnaryOperator<Endpoints> edges, Disturbance disturbance)
            throws Exception {
        String run = "run-" + ++runs;
        for (String topic : List.of("alerts", "rejected", "scores", "model-status")) {
            kafka.createTopic(run + "-" + topic, 1);
        }
        JobConfig config = config(readings, run, settings);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(restarts());
        MillraceTopology.define(env, config, edges.apply(new KafkaEndpoints(config)));
        JobID job = flink.submitJob(env.getStreamGraph().getJobGraph()).get().getJobID();
        disturbance.happen(flink);
        JobResult result = flink.requestJobResult(job).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        result.toJobExecutionResult(getClass().getClassLoader()); // throws if it failed
        return new Output(run + "-alerts", run + "-rejected", identifiers(job));
    }

    /** A job that runs until it is stopped. */
    final class Running {
        private final JobID job;
        private final Output output;

        private Running(JobID job, Output output) {
            this.job = job;
            this.output = output;
        }

        Output output() {
            return output;
        }

        /** A gauge of each of its tasks that has it, as it stands. */
        List<Integer> gauges(String name) {
            List<Integer> values = new ArrayList<>();
            metrics.getMetricsByGroup().forEach((group, named) -> {
                if (job.toString().equals(group.getAllVariables().get("<job_id>")) && named.containsKey(name)) {
                    values.add((Integer) ((Gauge<?>) named.get(name)).getValue());
                }
            });
            return values;
        }

        /** Where the savepoint is. */
        String stop() throws Exception {
            String savepoint = flink.stopWithSavepoint(
                            job,
                            directory.resolve("savepoints").toUri().toString(),
                            false,
                            SavepointFormatType.CANONICAL)
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            flink.requestJobResult(job).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return savepoint;
        }
    }

    /**
     * Starts the job on existing topics, into output topics of its own.
     *
     * @param savepoint to start from, null for none
     */
    Running start(String readings, Map<String, String> settings, String savepoint) throws Exception {
        String run = "run-" + ++runs;
        for (String topic : List.of("alerts", "rejected", "scores", "model-status")) {
            kafka.createTopic(run + "-" + topic, 1);
        }
        Map<String, String> all = new HashMap<>(settings);
        all.put("source.stop-offsets", "never");
        JobConfig config = config(readings, run, all);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(restarts());
        MillraceTopology.define(env, config, new KafkaEndpoints(config));
        JobGraph graph = env.getStreamGraph().getJobGraph();
        if (savepoint != null) {
            graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint));
        }
        JobID job = flink.submitJob(graph).get().getJobID();
        return new Running(job, new Output(run + "-alerts", run + "-rejected", Set.of()));
    }

    /** Writes records to a topic, in order; a value may be null. */
    void send(String topic, List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (ProducerRecord<byte[], byte[]> record : records) {
                producer.send(record);
            }
        }
    }

    void createTopics(String... names) {
        for (String name : names) {
            kafka.createTopic(name, 1);
        }
    }

    List<ModelStatus> modelStatus(Output output) throws UndecodableRecordException {
        return read(output.alerts.replace("-alerts", "-model-status"), ModelStatus.class);
    }

    List<WindowScore> scores(Output output) throws UndecodableRecordException {
        return read(output.alerts.replace("-alerts", "-scores"), WindowScore.class);
    }

    /** By groups: a task that was restarted registers the same identifiers again. */
    private Set<String> identifiers(JobID job) {
        Set<String> identifiers = new HashSet<>();
        metrics.getMetricsByGroup().forEach((group, named) -> {
            if (job.toString().equals(group.getAllVariables().get("<job_id>"))) {
                named.keySet().forEach(name -> identifiers.add(group.getMetricIdentifier(name)));
            }
        });
        return identifiers;
    }

    /** Something that happens while a job runs. */
    @FunctionalInterface
    interface Disturbance {
        Disturbance NONE = cluster -> {};

        void happen(MiniCluster cluster) throws Exception;
    }

    private JobConfig config(String readings, String run, Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of(
                "kafka.bootstrap-servers",
                kafka.bootstrapServers(),
                "kafka.group-id",
                run,
                "topics.readings",
                readings,
                "topics.alerts",
                run + "-alerts",
                "topics.scores",
                run + "-scores",
                "topics.readings-rejected",
                run + "-rejected",
                "topics.model-status",
                run + "-model-status",
                "source.stop-offsets",
                "latest",
                "models.files",
                MeanModel.write(directory.resolve("mean.model")).toString(),
                "checkpoint.directory",
                directory.resolve("checkpoints").toUri().toString()));
        all.putAll(Map.of("checkpoint.interval", "100 ms", "parallelism.default", "2"));
        all.putAll(settings);
        return JobConfig.of(all);
    }

    private static Configuration restarts() {
        Configuration flink = new Configuration();
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 20);
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
        return flink;
    }

    List<Alert> alerts(Output output) throws UndecodableRecordException {
        return read(output.alerts, Alert.class);
    }

    List<RejectedReading> rejected(Output output) throws UndecodableRecordException {
        return read(output.rejected, RejectedReading.class);
    }

    /** All committed records of a topic of one partition, in order. */
    private <T extends SpecificRecordBase> List<T> read(String topic, Class<T> type) throws UndecodableRecordException {
        RecordDecoder<T> decoder = RecordDecoder.of(type);
        List<byte[]> values = new ArrayList<>();
        List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
        Map<String, Object> options =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(options, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = consumer.endOffsets(partitions).get(partitions.get(0));
            while (consumer.position(partitions.get(0)) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
        }
        List<T> records = new ArrayList<>();
        for (byte[] value : values) {
            records.add(decoder.decode(value));
        }
        return records;
    }

    @Override
    public void close() {
        try {
            flink.closeAsync().join();
        } finally {
            kafka.close();
        }
    }
}
