package io.millrace.campaign;

import io.millrace.cli.local.LocalTopics;
import io.millrace.cluster.BuiltFiles;
import io.millrace.cluster.ClusterOptions;
import io.millrace.cluster.JobLife;
import io.millrace.cluster.LocalCluster;
import io.millrace.cluster.Waiting;
import io.millrace.cluster.process.Member;
import io.millrace.cluster.process.Role;
import io.millrace.cluster.rest.FlinkRefusedException;
import io.millrace.cluster.rest.FlinkRest;
import io.millrace.cluster.rest.JobRequest;
import io.millrace.job.config.JobConfig;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.UndecodableRecordException;
import io.millrace.testdata.MachineType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The job on a cluster of real processes, and what a campaign does to it. Used by one thread. */
public final class Rig implements AutoCloseable {

    public static final String READINGS = "readings";

    private static final int PARTITIONS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final String GROUP = "millrace";

    private final LocalCluster cluster;
    private final FlinkRest rest;
    private final JobLife life;
    private final String jarId;
    private final Map<String, String> settings;
    private String job;

    private Rig(LocalCluster cluster, Map<String, String> settings) throws IOException {
        this.cluster = cluster;
        this.rest = cluster.rest();
        this.life = new JobLife(rest);
        this.settings = settings;
        this.jarId = rest.upload(BuiltFiles.jobJar());
    }

    /** The source tree. */
    public static Path home() {
        return Path.of(System.getProperty("millrace.home", ".."))
                .toAbsolutePath()
                .normalize();
    }

    /** Models of the simulated plant, one per type of machine. */
    public static Path modelFolder() {
        return home().resolve("src-test-data/models");
    }

    /** An empty folder for a campaign's cluster. */
    public static Path folder(String campaign) throws IOException {
        Path folder = Path.of("target", "campaigns", campaign).toAbsolutePath();
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(folder);
    }

    /**
     * Starts a cluster and Millrace's topics on it.
     *
     * @param changed keys of the job's configuration, over a checkpoint every two seconds, all scores written, and a model of its own for
     *     each type of machine
     */
    public static Rig up(ClusterOptions options, Map<String, String> changed) throws Exception {
        LocalCluster cluster = LocalCluster.up(options, step -> System.out.println("up: " + step));
        try {
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("kafka.bootstrap-servers", cluster.brokers());
            settings.put("source.start-offsets", "earliest");
            settings.put("checkpoint.interval", "2 s");
            settings.put("scores.output", "all");
            settings.put("models.files", models());
            settings.putAll(changed);
            settings.values().removeIf(String::isEmpty);
            LocalTopics.create(cluster.brokers(), JobConfig.of(settings).topics(), PARTITIONS);
            return new Rig(cluster, settings);
        } catch (Exception e) {
            cluster.down(member -> {});
            throw e;
        }
    }

    private static String models() {
        List<String> entries = new ArrayList<>();
        for (MachineType type : MachineType.values()) {
            entries.add(type.idPrefix() + "-*=" + modelFolder().resolve(type.idPrefix() + ".model"));
        }
        return String.join(",", entries);
    }

    public String brokers() {
        return cluster.brokers();
    }

    public LocalCluster cluster() {
        return cluster;
    }

    public FlinkRest rest() {
        return rest;
    }

    public String job() {
        return job;
    }

    public LedgerWriter write(Ledger ledger, double perSecond, int mostSteps) {
        return LedgerWriter.start(ledger, brokers(), PARTITIONS, perSecond, mostSteps);
    }

    public void start(int parallelism) throws InterruptedException {
        start(parallelism, Optional.empty());
    }

    public void start(int parallelism, Optional<String> savepoint) throws InterruptedException {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put("parallelism.default", String.valueOf(parallelism));
        List<String> arguments = all.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toList();
        job = life.start(jarId, new JobRequest(arguments, savepoint));
    }

    /** Failures of the running job that Flink has answered with a restart. */
    public long restarts() throws InterruptedException {
        return Waiting.untilPresent("the number of restarts", Duration.ofMinutes(1), () -> {
            OptionalDouble number = rest.metric(job, "numRestarts"); // Flink fetches it when it is first asked
            return number.isPresent() ? Optional.of((long) number.getAsDouble()) : Optional.empty();
        });
    }

    /** Ends the job with a savepoint and returns where it is. */
    public String stop() throws InterruptedException {
        return life.stop(job, Optional.empty());
    }

    public void cancel() throws InterruptedException {
        life.cancel(job);
    }

    /** The process that holds most of the job, or any of those that hold a part. */
    public Member busyTaskManager() {
        Set<String> busy = rest.taskManagersOf(job);
        return cluster.members(Role.TASK_MANAGER).stream()
                .filter(member -> busy.contains(member.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the job runs nowhere: " + busy));
    }

    /**
     * Waits until all subtasks run again, after something that happened at a time.
     *
     * @return clock time from then until now
     */
    public Duration awaitRecovery(long sinceMillis) throws InterruptedException {
        Waiting.until("the job to run again", PATIENCE, () -> {
            try {
                return rest.runningSinceMillis(job) > sinceMillis && life.allRun(job);
            } catch (FlinkRefusedException e) {
                return false; // no JobManager, or one that does not know the job yet
            }
        });
        return Duration.ofMillis(System.currentTimeMillis() - sinceMillis);
    }

    /** Waits until a checkpoint completes that began after this call. */
    public void awaitProgress() throws InterruptedException {
        long now = System.currentTimeMillis();
        Waiting.until("a checkpoint", PATIENCE, () -> {
            try {
                return rest.checkpoints(job)
                        .latest()
                        .filter(latest -> latest.atMillis() - latest.durationMillis() > now)
                        .isPresent();
            } catch (FlinkRefusedException e) {
                return false;
            }
        });
    }

    /** Waits until a checkpoint says that everything on the readings topic has been read. */
    public void awaitConsumed() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers()))) {
            Waiting.until("the job to read all of " + READINGS, PATIENCE, () -> {
                try {
                    return lag(admin) == 0;
                } catch (ExecutionException e) {
                    return false; // the group has not committed yet
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            });
        }
    }

    private static long lag(Admin admin) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new LinkedHashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            latest.put(new TopicPartition(READINGS, partition), OffsetSpec.latest());
        }
        var committed = admin.listConsumerGroupOffsets(GROUP)
                .partitionsToOffsetAndMetadata()
                .get();
        long lag = 0;
        for (var end : admin.listOffsets(latest).all().get().entrySet()) {
            var offset = committed.get(end.getKey());
            lag += end.getValue().offset() - (offset == null ? 0 : offset.offset());
        }
        return lag;
    }

    /** Waits for the last reading, then ends the job as if its input had ended. */
    public void drain() throws Exception {
        awaitConsumed();
        life.drain(job);
    }

    /** Hands on every committed record of a topic, partition by partition, each in its order. */
    public void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> handler) {
        Map<String, Object> options = Map.of("bootstrap.servers", brokers(), "isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(options, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = new TreeMap<>(Comparator.comparingInt(TopicPartition::partition));
            ends.putAll(consumer.endOffsets(partitions));
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(handler);
            }
        }
    }

    /** As above, decoded. */
    public <T extends SpecificRecordBase> void read(String topic, Class<T> type, Consumer<T> handler) {
        RecordDecoder<T> decoder = RecordDecoder.of(type);
        read(topic, record -> {
            try {
                handler.accept(decoder.decode(record.value()));
            } catch (UndecodableRecordException e) {
                throw new IllegalStateException("topic " + topic + ": " + e.getMessage(), e);
            }
        });
    }

    @Override
    public void close() throws IOException {
        try {
            cluster.down(member -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
