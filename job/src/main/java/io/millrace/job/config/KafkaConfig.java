package io.millrace.job.config;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * How to reach Kafka.
 *
 * @param bootstrapServers hosts and ports, joined by commas
 * @param groupId consumer group whose committed offsets show the progress
 * @param properties further settings of Kafka's clients (security, buffers); may hold secrets
 */
public record KafkaConfig(String bootstrapServers, String groupId, Map<String, String> properties) {
    /** What the job sets itself: another value would break the way it counts on it. */
    private static final Set<String> OURS = Set.of(
            "bootstrap.servers",
            "group.id",
            "enable.auto.commit",
            "auto.offset.reset",
            "key.deserializer",
            "value.deserializer",
            "key.serializer",
            "value.serializer",
            "transactional.id",
            "transaction.timeout.ms");

    public KafkaConfig {
        properties = Map.copyOf(properties);
        List<String> ours =
                properties.keySet().stream().filter(OURS::contains).sorted().toList();
        if (!ours.isEmpty()) {
            throw new ConfigException(ours.stream()
                    .map(key -> JobOptions.KAFKA_PROPERTIES_PREFIX + key
                            + " is set by the job itself: remove it, and use the job's own option where there is one")
                    .toList());
        }
    }

    /**
     * What a client gets.
     *
     * @param suggested settings that hold unless the configuration says otherwise
     */
    public Properties clientProperties(Map<String, String> suggested) {
        Properties result = new Properties();
        result.putAll(suggested);
        result.putAll(properties);
        return result;
    }

    /** Names the properties alone: a value may come from a file of secrets, whatever the property is called. */
    @Override
    public String toString() {
        return "KafkaConfig[bootstrapServers=" + bootstrapServers + ", groupId=" + groupId + ", properties="
                + new TreeSet<>(properties.keySet()) + "]";
    }
}
