package io.millrace.testdata.broker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Topics of a broker, wherever it runs. */
public final class BrokerTopics {
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration RETRY_AFTER = Duration.ofMillis(20);

    private BrokerTopics() {}

    /**
     * Creates a topic, ready for use; does nothing if it is there already. Its records have one copy, or as many as the broker's own
     * default says.
     *
     * @param configs topic settings, such as {@code cleanup.policy = compact}
     */
    public static void create(String bootstrapServers, String name, int partitions, Map<String, String> configs) {
        create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), name, partitions, configs);
    }

    /** As above, at brokers that ask for more than their address. */
    static void create(Map<String, Object> client, String name, int partitions, Map<String, String> configs) {
        NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(configs);
        try (Admin admin = Admin.create(client)) {
            createUnlessThere(admin, topic);
            awaitReady(admin, name, partitions);
        } catch (ExecutionException e) {
            throw new IllegalStateException("topic " + name + " cannot be created: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topic " + name, e);
        }
    }

    private static void createUnlessThere(Admin admin, NewTopic topic) throws ExecutionException, InterruptedException {
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /**
     * Waits until every partition answers. A producer that is faster than the broker sees its first batch of a partition refused while
     * the second is taken; it can then never write the first.
     */
    private static void awaitReady(Admin admin, String name, int partitions)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = IntStream.range(0, partitions)
                .boxed()
                .collect(Collectors.toMap(number -> new TopicPartition(name, number), number -> OffsetSpec.latest()));
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (true) {
            try {
                admin.describeTopics(List.of(name)).allTopicNames().get(); // quieter about what is not there yet
                admin.listOffsets(ends).all().get();
                return;
            } catch (ExecutionException e) {
                // The controller has created the topic, the broker has not heard of it yet.
                if (!(e.getCause() instanceof RetriableException) || System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(RETRY_AFTER.toNanos());
            }
        }
    }
}
