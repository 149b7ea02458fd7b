package io.millrace.cluster;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a local cluster is made.
 *
 * @param directory of everything that it leaves: what runs, configuration, logs, checkpoints, savepoints, the broker's data
 * @param taskManagers number of TaskManagers, 1 or more
 * @param slots of each TaskManager, 1 or more
 * @param taskManagerMemory of each TaskManager's process, as Flink writes sizes ({@code 1g})
 * @param restPort of Flink's REST API; 0 for any that is free
 * @param highAvailability whether jobs outlive their JobManager: with a ZooKeeper server of its own, state on disk
 * @param brokers an existing broker to use; none starts one
 * @param flink further keys of Flink's configuration, which win over the cluster's own
 */
public record ClusterOptions(
        Path directory,
        int taskManagers,
        int slots,
        String taskManagerMemory,
        int restPort,
        boolean highAvailability,
        Optional<String> brokers,
        Map<String, String> flink) {

    public ClusterOptions {
        directory = directory.toAbsolutePath().normalize();
        flink = Map.copyOf(flink);
    }

    /** One TaskManager with two slots, a broker, no high availability. */
    public static ClusterOptions in(Path directory) {
        return new ClusterOptions(directory, 1, 2, "1g", 0, false, Optional.empty(), Map.of());
    }

    public ClusterOptions withTaskManagers(int count, int slotsOfEach) {
        return new ClusterOptions(
                directory, count, slotsOfEach, taskManagerMemory, restPort, highAvailability, brokers, flink);
    }

    public ClusterOptions withTaskManagerMemory(String memory) {
        return new ClusterOptions(directory, taskManagers, slots, memory, restPort, highAvailability, brokers, flink);
    }

    public ClusterOptions withHighAvailability() {
        return new ClusterOptions(directory, taskManagers, slots, taskManagerMemory, restPort, true, brokers, flink);
    }

    /** With a further key of Flink's configuration. */
    public ClusterOptions with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(flink);
        more.put(key, value);
        return new ClusterOptions(
                directory, taskManagers, slots, taskManagerMemory, restPort, highAvailability, brokers, more);
    }
}
