package io.millrace.cli.local;

import io.millrace.job.config.TopicsConfig;
import io.millrace.testdata.broker.EmbeddedKafka;

/** A Kafka broker in this JVM with Millrace's topics on it. */
public final class LocalBroker implements AutoCloseable {

    private final EmbeddedKafka kafka;
    private final int partitions;

    private LocalBroker(EmbeddedKafka kafka, int partitions) {
        this.kafka = kafka;
        this.partitions = partitions;
    }

    /** @param partitions of each topic */
    public static LocalBroker start(TopicsConfig topics, int partitions) {
        EmbeddedKafka kafka = EmbeddedKafka.start();
        try {
            LocalTopics.create(kafka.bootstrapServers(), topics, partitions);
        } catch (RuntimeException e) {
            kafka.close();
            throw e;
        }
        return new LocalBroker(kafka, partitions);
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    public int partitions() {
        return partitions;
    }

    @Override
    public void close() {
        kafka.close();
    }
}
