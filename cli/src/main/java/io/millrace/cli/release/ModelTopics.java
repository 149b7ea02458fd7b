package io.millrace.cli.release;

import io.millrace.cli.BadInputException;
import io.millrace.cli.data.TopicConsumer;
import io.millrace.job.config.JobConfig;
import io.millrace.job.operator.ReleaseKind;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.codec.OutputReader;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.RecordEncoder;
import io.millrace.schemas.codec.UndecodableRecordException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics of models and of their status, seen from a publisher. Used by one thread. */
final class ModelTopics implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    /** What a record needs beside the artefact: key, patterns, notes, signature, Kafka's own. */
    private static final int OVERHEAD = 8 << 10;

    private final JobConfig config;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> models;
    private final List<TopicPartition> statuses;
    private final OutputReader<ModelStatus> statusReader = OutputReader.of(ModelStatus.class);

    private ModelTopics(
            JobConfig config,
            KafkaConsumer<byte[], byte[]> consumer,
            List<TopicPartition> models,
            List<TopicPartition> statuses) {
        this.config = config;
        this.consumer = consumer;
        this.models = models;
        this.statuses = statuses;
    }

    /** @throws BadInputException if a topic is missing or no broker lets us in; says which and the way out */
    static ModelTopics open(JobConfig config) {
        KafkaConsumer<byte[], byte[]> consumer = null;
        try {
            consumer = new KafkaConsumer<>(consumerProperties(config));
            return new ModelTopics(
                    config,
                    consumer,
                    TopicConsumer.partitions(consumer, config, config.topics().models()),
                    TopicConsumer.partitions(consumer, config, config.topics().modelStatus()));
        } catch (KafkaException | BadInputException e) {
            if (consumer != null) {
                consumer.close();
            }
            throw e instanceof KafkaException ? explain(config, (KafkaException) e) : e;
        }
    }

    /** What Kafka's refusal means for whoever gave the address. */
    static BadInputException explain(JobConfig config, KafkaException failure) {
        if (failure instanceof TimeoutException) {
            return TopicConsumer.noBroker(config, (TimeoutException) failure);
        }
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return new BadInputException(
                "the brokers at " + config.kafka().bootstrapServers() + " do not let us in or cannot be asked ("
                        + cause.getMessage() + "): check kafka.properties.* of --job-config, or --client-properties",
                failure);
    }

    private static Properties consumerProperties(JobConfig config) {
        Properties properties = TopicConsumer.properties(config);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) POLL.toMillis());
        return properties;
    }

    /** Every release that compaction has left, in the order of each partition; a deleted record's are left out. */
    List<ModelRelease> releases() throws IOException {
        RecordDecoder<ModelRelease> decoder = RecordDecoder.of(ModelRelease.class);
        Map<String, List<ModelRelease>> byKey = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : all(models)) {
            String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
            if (record.value() == null) {
                byKey.remove(key);
                continue;
            }
            try {
                byKey.computeIfAbsent(key, unseen -> new ArrayList<>()).add(decoder.decode(record.value()));
            } catch (UndecodableRecordException e) {
                // the job says so on the status topic; here it is no release
            }
        }
        return byKey.values().stream().flatMap(List::stream).toList();
    }

    /** Everything that jobs have said, by time. */
    List<ModelStatus> statuses() throws IOException {
        return all(statuses).stream()
                .map(this::status)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingLong(ModelStatus::getAtMillis))
                .toList();
    }

    private List<ConsumerRecord<byte[], byte[]>> all(List<TopicPartition> partitions) throws IOException {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try {
            TopicConsumer.readToEnd(consumer, config, partitions, records::add);
        } catch (KafkaException e) {
            throw explain(config, e);
        }
        return records;
    }

    private Optional<ModelStatus> status(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(statusReader.read(record.value()));
        } catch (UndecodableRecordException e) {
            return Optional.empty(); // of another writer
        }
    }

    /** Bytes of an artefact that the topic takes inline. */
    int largestArtefact() throws InterruptedException {
        Properties properties = config.kafka().clientProperties(Map.of());
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafka().bootstrapServers());
        var topic =
                new ConfigResource(ConfigResource.Type.TOPIC, config.topics().models());
        try (Admin admin = Admin.create(properties)) {
            String limit = admin.describeConfigs(List.of(topic))
                    .all()
                    .get()
                    .get(topic)
                    .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                    .value();
            return Integer.parseInt(limit) - OVERHEAD;
        } catch (ExecutionException e) {
            throw new BadInputException(
                    "the limit of topic " + config.topics().models() + " cannot be asked for ("
                            + e.getCause().getMessage()
                            + "): whoever releases needs the right to describe its configuration",
                    e);
        }
    }

    /** From here on, {@link #next} gives what jobs say. */
    void listen() {
        try {
            consumer.assign(statuses);
            consumer.seekToEnd(statuses);
            statuses.forEach(consumer::position); // now, not at the first poll
        } catch (KafkaException e) {
            throw explain(config, e);
        }
    }

    /** What jobs have said since the last call; waits a moment when nothing was. */
    List<ModelStatus> next() {
        List<ModelStatus> heard = new ArrayList<>();
        consumer.poll(POLL).forEach(record -> status(record).ifPresent(heard::add));
        return heard;
    }

    /** Publishes; returns when the brokers have it. Each release goes under its own key, so that compaction keeps the last. */
    void publish(List<ModelRelease> releases) throws InterruptedException {
        Properties properties = config.kafka().clientProperties(Map.of());
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafka().bootstrapServers());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.MAX_VALUE); // the topic's limit counts
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) TopicConsumer.PATIENCE.toMillis());
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TopicConsumer.PATIENCE.toMillis());
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        RecordEncoder<ModelRelease> encoder = RecordEncoder.of(ModelRelease.class);
        try (var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ModelRelease release : releases) {
                byte[] key = ReleaseKind.topicKey(release).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(config.topics().models(), key, encoder.encode(release)))
                        .get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "topic " + config.topics().models() + " did not take a release: "
                            + e.getCause().getMessage(),
                    e);
        } catch (KafkaException e) {
            throw explain(config, e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
