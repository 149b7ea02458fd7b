package io.millrace.cli.local;

import io.millrace.job.config.TopicsConfig;
import io.millrace.testdata.broker.EmbeddedKafka;
import java.util.Map;

/** A Kafka broker in this JVM with Millrace's topics on it. */
public final class LocalBroker implements AutoCloseable {

    /** Topic of operators' verdicts; the job does not read it. */
    private static final String FEEDBACK = "feedback";

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
            kafka.createTopic(topics.readings(), partitions);
            kafka.createTopic(topics.models(), partitions, Map.of("cleanup.policy", "compact"));
            kafka.createTopic(topics.alerts(), partitions);
            kafka.createTopic(topics.scores(), partitions);
            kafka.createTopic(topics.readingsRejected(), partitions);
            kafka.createTopic(topics.modelStatus(), partitions);
            kafka.createTopic(FEEDBACK, partitions);
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
