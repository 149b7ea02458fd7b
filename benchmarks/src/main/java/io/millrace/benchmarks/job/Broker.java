package io.millrace.benchmarks.job;

import io.millrace.cluster.process.BrokerProcess;
import io.millrace.cluster.process.ChildJvm;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.UndecodableRecordException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker in a process of its own, and what a measurement asks of it. */
final class Broker implements AutoCloseable {

    static final int PARTITIONS = 4;

    private static final int HEAP_MEGABYTES = 512;

    private final ChildJvm process;
    private final String bootstrapServers;

    private Broker(ChildJvm process, String bootstrapServers) {
        this.process = process;
        this.bootstrapServers = bootstrapServers;
    }

    static Broker start(Path directory) throws IOException {
        ChildJvm process =
                ChildJvm.start("broker", BrokerProcess.class, HEAP_MEGABYTES, directory, directory.resolve("log"));
        return new Broker(process, process.line());
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    Duration cpu() {
        return process.cpu();
    }

    /** Creates topics in which a record's time is the moment in which the broker took it. */
    void createTopics(Collection<String> names) throws InterruptedException, ExecutionException {
        List<NewTopic> topics = names.stream()
                .map(name -> new NewTopic(name, Optional.of(PARTITIONS), Optional.empty())
                        .configs(Map.of("message.timestamp.type", "LogAppendTime")))
                .toList();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(topics).all().get();
        }
    }

    /** Writes readings to a topic from a process of its own; see {@link ProducerProcess}. */
    ChildJvm produce(Path directory, String topic, int machines, int sensors, long atOnce, double pace, double seconds)
            throws IOException {
        ChildJvm producer = ChildJvm.start(
                "producer",
                ProducerProcess.class,
                HEAP_MEGABYTES,
                directory,
                bootstrapServers,
                topic,
                PARTITIONS,
                machines,
                sensors,
                atOnce,
                pace,
                seconds);
        producer.line();
        return producer;
    }

    /**
     * How long after something the broker took each record of a topic that tells of it.
     *
     * @param since the moment in a record, epoch milliseconds; negative for records that do not count
     * @param fromMillis records that the broker took earlier do not count
     */
    <T extends SpecificRecordBase> Latencies latencies(
            String topic, Class<T> type, ToLongFunction<T> since, long fromMillis) throws UndecodableRecordException {
        LongStream.Builder latencies = LongStream.builder();
        each(topic, type, (record, takenMillis) -> {
            long began = since.applyAsLong(record);
            if (takenMillis >= fromMillis && began >= 0) {
                latencies.add(takenMillis - began);
            }
        });
        return Latencies.of(latencies.build().toArray());
    }

    /** Whether a topic holds a record of a kind. */
    <T extends SpecificRecordBase> boolean holds(String topic, Class<T> type, Predicate<T> kind)
            throws UndecodableRecordException {
        var found = new AtomicBoolean();
        each(topic, type, (record, takenMillis) -> found.compareAndSet(false, kind.test(record)));
        return found.get();
    }

    /** Hears of a record and of when the broker took it. */
    private interface Receiver<T> {
        void take(T record, long takenMillis);
    }

    private <T extends SpecificRecordBase> void each(String topic, Class<T> type, Receiver<T> receiver)
            throws UndecodableRecordException {
        RecordDecoder<T> decoder = RecordDecoder.of(type);
        List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(p -> new TopicPartition(topic, p))
                .toList();
        Map<String, Object> options = new HashMap<>(Map.of("bootstrap.servers", bootstrapServers));
        try (var consumer = new KafkaConsumer<>(options, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            while (partitions.stream().mapToLong(consumer::position).sum() < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    receiver.take(decoder.decode(record.value()), record.timestamp());
                }
            }
        }
    }

    /** Writes one record; returns when the broker has it. */
    void send(String topic, String key, byte[] value) throws InterruptedException, ExecutionException {
        Map<String, Object> options = Map.of("bootstrap.servers", bootstrapServers);
        try (var producer = new KafkaProducer<>(options, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        }
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
