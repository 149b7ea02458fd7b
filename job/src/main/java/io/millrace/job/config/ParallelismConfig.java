package io.millrace.job.config;

import java.util.List;
import java.util.OptionalInt;

/**
 * Over how many subtasks the work is spread.
 *
 * @param parallelism number of subtasks; empty to leave it to the cluster
 * @param maxParallelism number of key groups: the bound of every later parallelism, fixed once there is a savepoint
 */
public record ParallelismConfig(OptionalInt parallelism, int maxParallelism) {

    public ParallelismConfig {
        if (parallelism.isPresent() && parallelism.getAsInt() > maxParallelism) {
            throw new ConfigException(List.of("parallelism.default is " + parallelism.getAsInt()
                    + ", above parallelism.max with " + maxParallelism + ": lower it"));
        }
    }
}
