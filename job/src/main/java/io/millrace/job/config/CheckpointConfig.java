package io.millrace.job.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How state survives failures.
 *
 * @param interval time between the starts of two checkpoints
 * @param timeout after which a checkpoint is given up
 * @param directory where checkpoints are kept, a URI that all nodes reach; empty to leave it to the cluster
 * @param backend where state lives while the job runs
 */
public record CheckpointConfig(
        Duration interval, Duration timeout, Optional<String> directory, StateBackendKind backend) {}
