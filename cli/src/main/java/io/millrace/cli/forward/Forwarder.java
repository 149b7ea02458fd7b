package io.millrace.cli.forward;

import io.millrace.schemas.Alert;
import io.millrace.schemas.codec.OutputReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the alerts topic as a member of a consumer group and has each message delivered, in the order of its partition, hence of its machine. An offset is
 * committed after delivery: a message may be delivered twice, never not at all. On one thread.
 */
final class Forwarder {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int REMEMBERED_ALERTS = 100_000;
    private static final int REFUSALS_IN_A_ROW = 3;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String topic;
    private final boolean fromEarliest;
    private final Courier courier;
    private final Tally tally;
    private final Consumer<String> complaints;
    private final OutputReader<Alert> reader = OutputReader.of(Alert.class);
    private final Delivered delivered = new Delivered(REMEMBERED_ALERTS);
    private final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>(); // not yet committed
    private boolean waiting; // for the receiver: nothing is to be fetched
    private int refusedInARow;

    /** @param fromEarliest where a partition begins that the group has never read: with its oldest record, else with the next one */
    Forwarder(
            KafkaConsumer<byte[], byte[]> consumer,
            String topic,
            boolean fromEarliest,
            Courier courier,
            Tally tally,
            Consumer<String> complaints) {
        this.consumer = consumer;
        this.topic = topic;
        this.fromEarliest = fromEarliest;
        this.courier = courier;
        this.tally = tally;
        this.complaints = complaints;
    }

    /**
     * Forwards until interrupted, or up to the topic's present end.
     *
     * @throws RefusedException if the receiver takes nothing from us
     */
    void run(boolean untilEnd) throws InterruptedException {
        Map<TopicPartition, Long> ends = untilEnd ? ends() : Map.of();
        consumer.subscribe(List.of(topic), new Assignment());
        try {
            while (!untilEnd || !reached(ends)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    forward(record);
                }
                commit();
                if (Thread.interrupted()) {
                    throw new InterruptedException("asked to end");
                }
            }
        } finally {
            Thread.interrupted(); // or the commit, and the consumer's close, would be refused
            commit();
        }
    }

    private Map<TopicPartition, Long> ends() {
        return consumer.endOffsets(consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList());
    }

    /** Partitions of other members of the group are theirs to finish. */
    private boolean reached(Map<TopicPartition, Long> ends) {
        Set<TopicPartition> own = consumer.assignment();
        return !own.isEmpty() && own.stream().allMatch(each -> consumer.position(each) >= ends.getOrDefault(each, 0L));
    }

    private void forward(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        var partition = new TopicPartition(record.topic(), record.partition());
        if (!consumer.assignment().contains(partition)) {
            return; // went to another member while we waited
        }
        Alert alert;
        try {
            alert = reader.read(record.value());
        } catch (IOException e) {
            tally.undecodable++;
            complaints.accept("topic " + topic + ", partition " + record.partition() + ", offset " + record.offset()
                    + " is passed over: " + e.getMessage());
            passed(partition, record);
            return;
        }
        if (delivered.knows(alert)) {
            tally.repeated++;
            passed(partition, record);
            return;
        }
        switch (courier.deliver(alert, time -> waitFor(time, partition))) {
            case DELIVERED -> {
                tally.delivered++;
                refusedInARow = 0;
                delivered.add(alert);
                passed(partition, record);
            }
            case REFUSED -> {
                if (++refusedInARow == REFUSALS_IN_A_ROW) {
                    throw new RefusedException(
                            REFUSALS_IN_A_ROW
                                    + " messages in a row were refused: check the address and the secret, or ask the receiver's log why");
                }
                tally.refused++;
                passed(partition, record);
            }
            case LEFT -> {} // the partition's new owner begins with it
        }
    }

    private void passed(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
        done.put(partition, new OffsetAndMetadata(record.offset() + 1));
    }

    /** The group must hear of us while we wait, or it would give our partitions away. */
    private boolean waitFor(Duration time, TopicPartition partition) throws InterruptedException {
        commit();
        waiting = true;
        consumer.pause(consumer.assignment());
        try {
            long deadline = System.nanoTime() + time.toNanos();
            for (long left = time.toNanos(); left > 0; left = deadline - System.nanoTime()) {
                consumer.poll(Duration.ofNanos(Math.min(left, POLL.toNanos())));
                if (Thread.interrupted()) {
                    throw new InterruptedException("asked to end");
                }
                if (!consumer.assignment().contains(partition)) {
                    return false;
                }
            }
            return true;
        } finally {
            waiting = false;
            consumer.resume(consumer.assignment());
        }
    }

    private void commit() {
        if (!done.isEmpty()) {
            consumer.commitSync(done);
            done.clear();
        }
    }

    /** Keeps to the rules when partitions come and go. */
    private final class Assignment implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
            List<TopicPartition> unread = new ArrayList<>(partitions);
            unread.removeIf(partition -> committed.get(partition) != null);
            if (!unread.isEmpty()) {
                begin(unread);
            }
            if (waiting) {
                consumer.pause(partitions);
            }
        }

        /** From now on the group has read up to here: what comes before the first delivery is not lost with us. */
        private void begin(List<TopicPartition> unread) {
            Map<TopicPartition, Long> begins =
                    fromEarliest ? consumer.beginningOffsets(unread) : consumer.endOffsets(unread);
            begins.forEach(consumer::seek);
            consumer.commitSync(begins.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, begin -> new OffsetAndMetadata(begin.getValue()))));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            commit();
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            done.keySet().removeAll(partitions); // somebody else has them already
        }
    }
}
