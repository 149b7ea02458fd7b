package io.millrace.job.config;

import java.time.Duration;
import java.util.List;

/**
 * What consumers can rely on.
 *
 * @param guarantee at least once or exactly once
 * @param transactionalIdPrefix begins the names of the sink's transactions; unique among the jobs of one Kafka cluster
 * @param transactionTimeout after which Kafka aborts a transaction that was not committed
 * @param brokerMaxTransactionTimeout the broker's {@code transaction.max.timeout.ms}
 */
public record DeliveryConfig(
        Delivery guarantee,
        String transactionalIdPrefix,
        Duration transactionTimeout,
        Duration brokerMaxTransactionTimeout) {

    public DeliveryConfig {
        if (guarantee == Delivery.EXACTLY_ONCE && transactionTimeout.compareTo(brokerMaxTransactionTimeout) > 0) {
            throw new ConfigException(List.of("delivery.transaction-timeout is " + transactionTimeout.toMillis()
                    + " ms, above delivery.broker-max-transaction-timeout with "
                    + brokerMaxTransactionTimeout.toMillis()
                    + " ms: the broker would refuse the sink; lower it, or raise transaction.max.timeout.ms on the"
                    + " broker and say so here"));
        }
    }

    /** Exactly once only holds if a transaction outlives the checkpoint that commits it. */
    void requireOutlives(CheckpointConfig checkpoint) {
        Duration needed = checkpoint.interval().plus(checkpoint.timeout());
        if (guarantee == Delivery.EXACTLY_ONCE && transactionTimeout.compareTo(needed) <= 0) {
            throw new ConfigException(List.of("delivery.transaction-timeout is " + transactionTimeout.toMillis()
                    + " ms, not above checkpoint.interval plus checkpoint.timeout with " + needed.toMillis()
                    + " ms: Kafka would abort transactions before their checkpoint commits them and alerts would be"
                    + " lost; raise it, or lower the other two"));
        }
    }
}
