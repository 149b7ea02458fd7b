package io.millrace.job.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How event time advances.
 *
 * @param outOfOrderness how much later than a newer reading of the same machine a reading may arrive and still be scored
 * @param idleTimeout after which silence a partition no longer holds event time back
 * @param idleRelease after which silence of a machine (event time) its waiting readings are scored
 * @param alignment how far partitions may be apart; empty when they may be as far as they like
 */
public record OrderingConfig(
        Duration outOfOrderness, Duration idleTimeout, Duration idleRelease, Optional<Alignment> alignment) {

    /**
     * Partitions that are ahead wait for those behind.
     *
     * @param group sources of one group are aligned with each other
     * @param maxDrift how much event time a partition may be ahead of the slowest
     * @param updateInterval how often that is looked at
     */
    public record Alignment(String group, Duration maxDrift, Duration updateInterval) {}
}
