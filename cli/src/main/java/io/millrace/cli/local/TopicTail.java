package io.millrace.cli.local;

import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.UndecodableRecordException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic from its beginning on a thread of its own and hands each decoded record on, in the order within each
 * partition.
 */
public final class TopicTail implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Thread thread;
    private final Object state = new Object();
    private boolean finishing; // guarded by `state`
    private boolean ended; // guarded by `state`
    private RuntimeException failure; // guarded by `state`

    private TopicTail(
            KafkaConsumer<byte[], byte[]> consumer,
            String topic,
            List<TopicPartition> partitions,
            Consumer<ConsumerRecord<byte[], byte[]>> handler) {
        this.consumer = consumer;
        this.partitions = partitions;
        this.thread = new Thread(() -> follow(handler), "tail of " + topic);
        this.thread.setDaemon(true);
    }

    /** @param handler called on the tail's thread */
    public static <T extends SpecificRecordBase> TopicTail start(
            String bootstrapServers, String topic, Class<T> type, Consumer<T> handler) {
        RecordDecoder<T> decoder = RecordDecoder.of(type);
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties(bootstrapServers));
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        TopicTail tail =
                new TopicTail(consumer, topic, partitions, record -> handler.accept(decode(decoder, topic, record)));
        tail.thread.start();
        return tail;
    }

    private static Properties properties(String bootstrapServers) {
        Properties properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return properties;
    }

    private static <T extends SpecificRecordBase> T decode(
            RecordDecoder<T> decoder, String topic, ConsumerRecord<byte[], byte[]> record) {
        try {
            return decoder.decode(record.value());
        } catch (UndecodableRecordException e) {
            throw new IllegalStateException(
                    "topic " + topic + ", partition " + record.partition() + ", offset " + record.offset() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private void follow(Consumer<ConsumerRecord<byte[], byte[]>> handler) {
        try {
            while (!finished()) {
                consumer.poll(POLL).forEach(handler);
            }
        } catch (WakeupException e) {
            // close() before the end was asked for: nothing more to read.
        } catch (RuntimeException e) {
            synchronized (state) {
                failure = e;
            }
        } finally {
            consumer.close();
            synchronized (state) {
                ended = true;
                state.notifyAll();
            }
        }
    }

    private boolean finished() {
        synchronized (state) {
            if (!finishing) {
                return false;
            }
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        return partitions.stream().allMatch(partition -> consumer.position(partition) >= ends.get(partition));
    }

    /** Reads up to the topic's present end, then stops. Call when nothing more is written. */
    public void finish() throws InterruptedException {
        synchronized (state) {
            finishing = true;
            while (!ended) {
                state.wait();
            }
        }
        throwIfFailed();
    }

    /** Throws what ended the tail before its time, if anything did. */
    public void throwIfFailed() {
        synchronized (state) {
            if (failure != null) {
                throw failure;
            }
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
