package io.millrace.cli.heartbeat;

import io.millrace.schemas.SensorReading;
import io.millrace.schemas.WindowScore;
import io.millrace.schemas.codec.OutputReader;
import io.millrace.schemas.codec.RecordEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Writes a beat to every partition of the readings topic, each a machine of its own, and looks for their scores. On one thread; a broker that is away makes beats
 * missing, not an end.
 */
final class Beats {

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> scores;
    private final String readings;
    private final int partitions;
    private final Ledger ledger;
    private final Duration interval;
    private final Clock clock;
    private final Consumer<String> complaints;
    private final RecordEncoder<SensorReading> encoder = RecordEncoder.of(SensorReading.class);
    private final OutputReader<WindowScore> reader = OutputReader.of(WindowScore.class);
    private boolean complained;

    Beats(
            KafkaProducer<byte[], byte[]> producer,
            KafkaConsumer<byte[], byte[]> scores,
            String readings,
            int partitions,
            Ledger ledger,
            Duration interval,
            Clock clock,
            Consumer<String> complaints) {
        this.producer = producer;
        this.scores = scores;
        this.readings = readings;
        this.partitions = partitions;
        this.ledger = ledger;
        this.interval = interval;
        this.clock = clock;
        this.complaints = complaints;
    }

    /** Runs until interrupted. */
    void run(String scoresTopic) throws InterruptedException {
        List<TopicPartition> all = scores.partitionsFor(scoresTopic).stream()
                .map(info -> new TopicPartition(scoresTopic, info.partition()))
                .toList();
        scores.assign(all);
        scores.seekToEnd(all);
        all.forEach(scores::position); // from here on, before the first beat
        long due = clock.millis();
        while (!Thread.interrupted()) {
            long now = clock.millis();
            if (now >= due) {
                beat(now);
                due = Math.max(due + interval.toMillis(), now); // no burst after a pause
            }
            try {
                scores.poll(POLL).forEach(this::take);
            } catch (InterruptException e) {
                Thread.interrupted(); // the mark would keep the clients from closing
                break;
            }
        }
        throw new InterruptedException("asked to end");
    }

    static String machineId(int partition) {
        return HeartbeatModel.MODEL_ID + "-" + partition;
    }

    private void beat(long now) {
        for (int partition = 0; partition < partitions; partition++) {
            String machineId = machineId(partition);
            byte[] value = encoder.encode(
                    new SensorReading(machineId, now, Map.of(HeartbeatModel.SENSOR, HeartbeatModel.BEAT), null));
            ledger.sent(machineId, now);
            producer.send(
                    new ProducerRecord<>(readings, partition, machineId.getBytes(StandardCharsets.UTF_8), value),
                    (metadata, failure) -> complainOnce(failure));
        }
    }

    private synchronized void complainOnce(Exception failure) {
        if (failure != null && !complained) {
            complaints.accept("a beat was not taken by topic " + readings + ": " + failure.getMessage());
        }
        complained = failure != null;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            WindowScore score = reader.read(record.value());
            ledger.scored(score.getMachineId(), score.getTimestampMillis(), clock.millis());
        } catch (IOException e) {
            complaints.accept("topic " + record.topic() + ", partition " + record.partition() + ", offset "
                    + record.offset() + " is passed over: " + e.getMessage());
        }
    }
}
