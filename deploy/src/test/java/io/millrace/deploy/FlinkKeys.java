package io.millrace.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;

/** Keys of Flink's configuration, from the options in Flink's own classes. */
final class FlinkKeys {

    private static final Set<String> KNOWN = known();

    /** Keys of the operator, whose options are not in its API; from its documentation. */
    private static final Set<String> OPERATORS = Set.of(
            "kubernetes.operator.periodic.savepoint.interval", "kubernetes.operator.savepoint.history.max.count");

    private static final String REPORTER = "metrics.reporter.prom.";

    private FlinkKeys() {}

    private static Set<String> known() {
        return Stream.of(
                        CheckpointingOptions.class,
                        CoreOptions.class,
                        HighAvailabilityOptions.class,
                        JobManagerOptions.class,
                        MetricOptions.class,
                        RestartStrategyOptions.class,
                        StateBackendOptions.class,
                        TaskManagerOptions.class,
                        RocksDBOptions.class)
                .flatMap(options -> Stream.of(options.getFields()))
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == ConfigOption.class)
                .flatMap(FlinkKeys::keys)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> keys(Field field) {
        try {
            var option = (ConfigOption<?>) field.get(null);
            return Stream.of(option.key());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("public fields can be read", e);
        }
    }

    /** Keys that Flink would pass over without a word. */
    static List<String> unknown(Stream<String> keys) {
        return keys.filter(key -> !KNOWN.contains(key)
                        && !OPERATORS.contains(key)
                        && !key.equals(REPORTER + "port")
                        && !key.equals(REPORTER + "factory.class"))
                .toList();
    }

    /** The keys of a nested document, joined by dots. */
    static Stream<String> flat(String prefix, JsonNode node) {
        if (!node.isObject()) {
            return Stream.of(prefix);
        }
        Stream.Builder<Stream<String>> parts = Stream.builder();
        node.fields()
                .forEachRemaining(field -> parts.add(
                        flat(prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey(), field.getValue())));
        return parts.build().flatMap(keys -> keys);
    }
}
