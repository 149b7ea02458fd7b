package io.millrace.console.feed;

import io.millrace.console.plant.Plant;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows some topics on a thread of its own. Topics may come later, partitions may be added, and the broker may go and come back: the
 * feed waits, says so, and goes on. No consumer group: a console looks on and takes no work from anybody.
 */
final class TopicFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicFeed.class);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final long RECENT_MILLIS = Duration.ofHours(1).toMillis();
    private static final long FURTHEST_MILLIS = Duration.ofHours(6).toMillis();

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private final Map<String, TopicFigures> figures = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> saved = new HashMap<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>(); // guarded by the plant
    private final Plant plant;
    private final Clock clock;
    private final Thread thread;
    private Set<TopicPartition> assigned = Set.of();
    private volatile boolean closing;

    /**
     * @param saved partition, as {@code topic-number}, to where the last save left off
     */
    TopicFeed(
            String name,
            Properties kafka,
            List<Subscription> subscriptions,
            Map<String, Long> saved,
            Plant plant,
            Clock clock) {
        this.consumer = new KafkaConsumer<>(properties(kafka));
        for (Subscription subscription : subscriptions) {
            this.subscriptions.put(subscription.topic(), subscription);
            this.figures.put(subscription.topic(), new TopicFigures(subscription.topic()));
        }
        saved.forEach((partition, offset) -> {
            int dash = partition.lastIndexOf('-');
            this.saved.put(
                    new TopicPartition(partition.substring(0, dash), Integer.parseInt(partition.substring(dash + 1))),
                    offset);
        });
        this.plant = plant;
        this.clock = clock;
        this.thread = new Thread(this::follow, "console " + name);
        this.thread.setDaemon(true);
    }

    static Properties properties(Properties kafka) {
        var properties = new Properties();
        properties.putAll(kafka);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER_WITHIN.toMillis());
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER_WITHIN.toMillis());
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return properties;
    }

    void start() {
        thread.start();
    }

    List<TopicFigures.Snapshot> figures() {
        return figures.values().stream().map(TopicFigures::snapshot).toList();
    }

    /** Next offset to read by partition, as {@code topic-number}. Call with the plant's monitor held: it then fits what the plant knows. */
    Map<String, Long> positions() {
        return positions.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().toString(), Map.Entry::getValue));
    }

    private void follow() {
        long nextLook = System.nanoTime();
        try (consumer) {
            while (!closing) {
                try {
                    if (System.nanoTime() >= nextLook) {
                        look();
                        nextLook = System.nanoTime() + LOOK_AGAIN.toNanos();
                    }
                    if (assigned.isEmpty()) {
                        LockSupport.parkNanos(POLL.toNanos()); // a consumer without partitions does not wait by itself
                    } else {
                        take(consumer.poll(POLL));
                    }
                } catch (WakeupException e) {
                    return; // close() wants it
                } catch (KafkaException e) {
                    trouble("no answer from the broker: " + e.getMessage());
                    LOG.warn("{}: {}", thread.getName(), e.getMessage());
                }
            }
        }
    }

    private void trouble(String words) {
        figures.values()
                .forEach(topic -> topic.state(
                        topic.snapshot().partitions(), topic.snapshot().lag(), words));
    }

    /** Looks which topics and partitions there are, begins with new ones, and measures what is still to be read. */
    private void look() {
        Map<String, List<PartitionInfo>> there = consumer.listTopics(ANSWER_WITHIN);
        var partitions = new HashSet<TopicPartition>();
        for (String topic : subscriptions.keySet()) {
            there.getOrDefault(topic, List.of())
                    .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        if (!partitions.equals(assigned)) {
            var fresh = new ArrayList<>(partitions);
            fresh.removeAll(assigned);
            consumer.assign(partitions);
            assigned = partitions;
            seek(fresh);
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(assigned);
        for (TopicFigures topic : figures.values()) {
            String name = topic.snapshot().topic();
            List<TopicPartition> own =
                    assigned.stream().filter(p -> p.topic().equals(name)).toList();
            long lag = own.stream()
                    .mapToLong(p -> Math.max(0, ends.get(p) - consumer.position(p)))
                    .sum();
            topic.state(own.size(), lag, own.isEmpty() ? "there is no topic " + name : "");
        }
    }

    private void seek(Collection<TopicPartition> fresh) {
        for (TopicPartition partition : fresh) {
            Long left = saved.get(partition);
            switch (subscriptions.get(partition.topic()).start()) {
                case BEGINNING -> consumer.seekToBeginning(List.of(partition));
                case SAVED_OR_BEGINNING -> {
                    if (left == null) {
                        consumer.seekToBeginning(List.of(partition));
                    } else {
                        consumer.seek(partition, left);
                    }
                }
                case RECENT -> {
                    long recent = offsetAt(partition, clock.millis() - RECENT_MILLIS);
                    long furthest = offsetAt(partition, clock.millis() - FURTHEST_MILLIS);
                    consumer.seek(partition, left == null ? recent : Math.max(furthest, Math.min(left, recent)));
                }
            }
        }
    }

    /** First offset at or after a moment by the records' Kafka timestamps; the end where there is none. */
    private long offsetAt(TopicPartition partition, long millis) {
        OffsetAndTimestamp found =
                consumer.offsetsForTimes(Map.of(partition, millis)).get(partition);
        return found == null ? consumer.endOffsets(List.of(partition)).get(partition) : found.offset();
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            TopicFigures topic = figures.get(partition.topic());
            List<ConsumerRecord<byte[], byte[]>> batch = records.records(partition);
            int bad = 0;
            // Whoever saves while holding the monitor gets history and positions that belong together.
            synchronized (plant) {
                for (ConsumerRecord<byte[], byte[]> record : batch) {
                    bad += take(partition, record) ? 0 : 1;
                }
                positions.put(partition, batch.get(batch.size() - 1).offset() + 1);
            }
            topic.read(batch.size(), bad, clock.millis());
        }
    }

    private boolean take(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
        boolean counted = record.offset() >= saved.getOrDefault(partition, 0L);
        try {
            return subscriptions.get(partition.topic()).handler().take(record, counted);
        } catch (IOException e) {
            LOG.debug("{} at {}: {}", partition, record.offset(), e.getMessage());
            return false;
        } catch (RuntimeException e) {
            // The outermost edge to bytes from outside: one record may be lost, never the feed.
            LOG.warn("{} at {} was left out", partition, record.offset(), e);
            return false;
        }
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
