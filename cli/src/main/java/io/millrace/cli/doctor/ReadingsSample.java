package io.millrace.cli.doctor;

import io.millrace.cli.terminal.Text;
import io.millrace.job.config.JobConfig;
import io.millrace.job.source.DecodedRecord;
import io.millrace.job.source.ReadingParsers;
import io.millrace.job.source.ReadingValidator;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The newest readings of each partition, judged by the job's own code. */
final class ReadingsSample {

    private static final long NEWEST = 50; // of a partition
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private ReadingsSample() {}

    static Check check(JobConfig config) {
        String topic = config.topics().readings();
        var validator =
                new ReadingValidator(ReadingParsers.of(config.source()), config.source(), System::currentTimeMillis);
        Properties properties = config.kafka().clientProperties(Map.of());
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafka().bootstrapServers());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        long read = 0;
        Map<String, Long> rejected = new TreeMap<>();
        try (var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
            Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
            consumer.assign(partitions);
            partitions.forEach(each -> consumer.seek(each, Math.max(beginnings.get(each), ends.get(each) - NEWEST)));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))
                    && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    read++;
                    DecodedRecord decoded = validator.validate(record);
                    if (!decoded.isReading()) {
                        rejected.merge(decoded.rejected().getReason().name(), 1L, Long::sum);
                    }
                }
            }
        }
        if (read == 0) {
            return Check.note("readings", topic + " holds none", "machines or gateways have not sent yet");
        }
        long bad = rejected.values().stream().mapToLong(Long::longValue).sum();
        String finding = "of the newest " + Text.count(read, "record") + " " + (read - bad) + " are readings";
        if (bad == 0) {
            return Check.ok("readings", finding);
        }
        String remedy =
                "see readings-rejected for details; the source.* part of the configuration says how records are read";
        finding += ", the others are rejected " + rejected;
        return bad == read ? Check.missing("readings", finding, remedy) : Check.note("readings", finding, remedy);
    }
}
