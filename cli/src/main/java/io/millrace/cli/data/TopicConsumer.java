package io.millrace.cli.data;

import io.millrace.cli.BadInputException;
import io.millrace.job.config.JobConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Consumers of a deployment's topics, without a group: they move nobody's offsets. What goes wrong is said in one sentence. */
public final class TopicConsumer {

    /** What a command waits for brokers. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(200);

    private TopicConsumer() {}

    /** Works with a consumer. */
    @FunctionalInterface
    interface Work {
        void on(KafkaConsumer<byte[], byte[]> consumer) throws IOException;
    }

    /** Hears of records in the order of their partition. */
    @FunctionalInterface
    public interface Receiver {
        void take(ConsumerRecord<byte[], byte[]> record);
    }

    /**
     * Reads a topic from its oldest record to the one that is newest when reading starts.
     *
     * @throws BadInputException if there is no such topic, or no broker
     */
    public static void readAll(JobConfig config, String topic, Receiver receiver)
            throws IOException, InterruptedException {
        use(config, topic, consumer -> readToEnd(consumer, config, partitions(consumer, config, topic), receiver));
    }

    /**
     * Reads partitions of one topic from the oldest record to the one that is newest when reading starts; they stay assigned.
     *
     * @throws IOException if the brokers fall silent on the way
     */
    public static void readToEnd(
            KafkaConsumer<byte[], byte[]> consumer,
            JobConfig config,
            List<TopicPartition> partitions,
            Receiver receiver)
            throws IOException {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            var records = consumer.poll(POLL);
            records.forEach(receiver::take);
            if (!records.isEmpty()) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new IOException(place(config, partitions.get(0).topic()) + " gives nothing more: for "
                        + PATIENCE.toSeconds() + " s no broker has answered; start again when it runs");
            }
        }
    }

    static void use(JobConfig config, String topic, Work work) throws IOException, InterruptedException {
        try (var consumer = new KafkaConsumer<byte[], byte[]>(properties(config))) {
            work.on(consumer);
        } catch (InterruptException e) {
            Thread.interrupted(); // the consumer sets the mark again
            throw new InterruptedException("interrupted while reading topic " + topic);
        } catch (KafkaException e) {
            throw new BadInputException(
                    place(config, topic) + " cannot be read (" + reason(e)
                            + "): check --brokers, or the kafka.* part of --job-config",
                    e);
        }
    }

    /** Kafka's own message is often that a consumer could not be made; why stands in its cause. */
    public static String reason(KafkaException failure) {
        return failure.getCause() == null
                ? failure.getMessage()
                : failure.getCause().getMessage();
    }

    /** Of a consumer of bytes that commits nothing by itself and sees what is committed alone. */
    public static Properties properties(JobConfig config) {
        Properties properties = config.kafka().clientProperties(Map.of());
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafka().bootstrapServers());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return properties;
    }

    static String place(JobConfig config, String topic) {
        return "topic " + topic + " at " + config.kafka().bootstrapServers();
    }

    /**
     * All partitions of a topic, in their order.
     *
     * @throws BadInputException if there is no such topic, or no broker answers
     */
    public static List<TopicPartition> partitions(
            KafkaConsumer<byte[], byte[]> consumer, JobConfig config, String topic) {
        List<PartitionInfo> known;
        try {
            known = consumer.listTopics().get(topic);
        } catch (TimeoutException e) {
            throw noBroker(config, e);
        }
        if (known == null || known.isEmpty()) {
            throw new BadInputException("there is no " + place(config, topic)
                    + ": create it, or name the job's with --topic or --job-config");
        }
        return known.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .sorted(Comparator.comparingInt(TopicPartition::partition))
                .toList();
    }

    /** Says that none was to be had in time. */
    public static BadInputException noBroker(JobConfig config, TimeoutException failure) {
        return new BadInputException(
                "no broker answers at " + config.kafka().bootstrapServers() + " within " + PATIENCE.toSeconds()
                        + " s: check --brokers, and that security.protocol is the listener's",
                failure);
    }
}
