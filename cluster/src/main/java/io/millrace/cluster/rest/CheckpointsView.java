package io.millrace.cluster.rest;

import java.util.Optional;

/**
 * A job's checkpoints since its start.
 *
 * @param restored checkpoint or savepoint that it last began from
 */
public record CheckpointsView(long completed, long failed, Optional<Completed> latest, Optional<String> restored) {

    /**
     * @param atMillis epoch milliseconds
     * @param bytes of state
     */
    public record Completed(long id, long atMillis, long durationMillis, long bytes, String path) {}
}
