package io.millrace.cli.local;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes records to one topic at a steady pace. Counts what it has sent; a record that the broker refuses is thrown at the
 * next call. One thread at a time.
 */
public final class ReadingWriter implements AutoCloseable {

    private static final Duration USUAL_PATIENCE = Duration.ofMinutes(2);

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final int partitions;
    private final double perSecond;
    private final AtomicReference<Exception> refused = new AtomicReference<>();
    private final long startNanos = System.nanoTime();
    private long written;

    /**
     * @param partitions of the topic
     * @param perSecond pace; infinite for as fast as the broker takes them
     */
    public ReadingWriter(String bootstrapServers, String topic, int partitions, double perSecond) {
        this(bootstrapServers, topic, partitions, perSecond, USUAL_PATIENCE);
    }

    /** @param patience how long a broker may be away before a record is given up */
    public ReadingWriter(String bootstrapServers, String topic, int partitions, double perSecond, Duration patience) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        patience.toMillis(),
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        (int) patience.toMillis(),
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.LINGER_MS_CONFIG,
                        10,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.topic = topic;
        this.partitions = partitions;
        this.perSecond = perSecond;
    }

    /** Waits until the pace allows it, then sends. */
    public void write(byte[] key, byte[] value, int partitionHint) {
        keepPace();
        producer.send(
                new ProducerRecord<>(topic, Math.floorMod(partitionHint, partitions), key, value),
                (metadata, failure) -> {
                    if (failure != null) {
                        refused.compareAndSet(null, failure);
                    }
                });
        written++;
        throwIfRefused();
    }

    private void keepPace() {
        long due = startNanos + (long) (written / perSecond * 1e9);
        long wait = due - System.nanoTime();
        while (wait > 0) {
            LockSupport.parkNanos(wait);
            wait = due - System.nanoTime();
        }
    }

    private void throwIfRefused() {
        Exception failure = refused.get();
        if (failure != null) {
            throw new IllegalStateException(
                    "topic " + topic + " did not take a record: " + failure.getMessage(), failure);
        }
    }

    /** Records sent so far. */
    public long written() {
        return written;
    }

    /** Waits until the broker has them all. */
    public void flush() {
        producer.flush();
        throwIfRefused();
    }

    @Override
    public void close() {
        producer.close();
    }
}
