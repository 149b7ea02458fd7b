package io.millrace.benchmarks.job;

import io.millrace.benchmarks.traffic.Fleet;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes a fleet's readings, machine by machine and step by step: first as many as asked for at once, in event time as if they had come at
 * the pace that follows; then, once told to, at that pace.
 */
final class ProducerProcess {

    private static final long TICK_NANOS = 5_000_000;

    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<Exception> refused = new AtomicReference<>();
    private final String topic;
    private final int partitions;
    private final Fleet fleet;
    private long written;

    private ProducerProcess(String bootstrapServers, String topic, int partitions, Fleet fleet) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        1 << 17,
                        ProducerConfig.LINGER_MS_CONFIG,
                        2),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.topic = topic;
        this.partitions = partitions;
        this.fleet = fleet;
    }

    /**
     * @param arguments broker, topic, partitions, machines, sensors, readings at once, pace in readings per second, seconds at that pace;
     *     with a pace of 0 the readings at once are one step in a second
     */
    public static void main(String[] arguments) throws IOException {
        var fleet = new Fleet(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
        var process = new ProducerProcess(arguments[0], arguments[1], Integer.parseInt(arguments[2]), fleet);
        double pace = Double.parseDouble(arguments[6]);
        process.writeAtOnce(Long.parseLong(arguments[5]), pace > 0 ? 1000 / pace : 1000.0 / fleet.machines());
        System.out.println("written");
        if (pace > 0 && System.in.read() >= 0) {
            process.writePaced(pace, Double.parseDouble(arguments[7]));
            System.out.println("written");
        }
        process.producer.close();
    }

    private void writeAtOnce(long count, double millisBetween) {
        long start = System.currentTimeMillis() - (long) (count * millisBetween) - 1000;
        for (long i = 0; i < count; i++) {
            write(start + (long) (i * millisBetween));
        }
        producer.flush();
    }

    /**
     * Sends every few milliseconds what has become due, as a gateway does: a wake-up for each reading would take cores from the job. A
     * reading's event time is when it was due, so that neither the wait nor a producer that falls behind hides delay.
     */
    private void writePaced(double perSecond, double seconds) {
        long start = System.nanoTime();
        long startMillis = System.currentTimeMillis();
        long count = (long) (perSecond * seconds);
        for (long i = 0; i < count; ) {
            LockSupport.parkNanos(TICK_NANOS - (System.nanoTime() - start) % TICK_NANOS);
            long due = Math.min(count, (long) ((System.nanoTime() - start) / 1e9 * perSecond));
            for (; i < due; i++) {
                write(startMillis + (long) (i / perSecond * 1000));
            }
        }
        producer.flush();
    }

    private void write(long timestampMillis) {
        int machine = (int) (written % fleet.machines());
        long step = written / fleet.machines();
        producer.send(
                new ProducerRecord<>(
                        topic, machine % partitions, Fleet.key(machine), fleet.reading(machine, step, timestampMillis)),
                (metadata, failure) -> {
                    if (failure != null) {
                        refused.compareAndSet(null, failure);
                    }
                });
        written++;
        if (refused.get() != null) {
            throw new IllegalStateException("topic " + topic + " did not take a record", refused.get());
        }
    }
}
