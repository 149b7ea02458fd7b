package io.millrace.cli.local;

import io.millrace.job.config.TopicsConfig;
import io.millrace.testdata.broker.BrokerTopics;
import java.util.List;
import java.util.Map;

/** Millrace's topics on a broker of this machine. */
public final class LocalTopics {

    /** Topic of operators' verdicts; the job does not read it. */
    private static final String FEEDBACK = "feedback";

    private LocalTopics() {}

    /** Creates those that are missing. */
    public static void create(String bootstrapServers, TopicsConfig topics, int partitions) {
        BrokerTopics.create(bootstrapServers, topics.models(), partitions, Map.of("cleanup.policy", "compact"));
        for (String topic : List.of(
                topics.readings(),
                topics.alerts(),
                topics.scores(),
                topics.readingsRejected(),
                topics.modelStatus(),
                FEEDBACK)) {
            BrokerTopics.create(bootstrapServers, topic, partitions, Map.of());
        }
    }
}
