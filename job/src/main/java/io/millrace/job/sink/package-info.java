/**
 * What the job tells Kafka: alerts, scores, dead letters, model status, as CloudEvents in Kafka's binary content mode.
 *
 * <p>Knows the outgoing encodings, keys and headers, and how a delivery guarantee is asked of Kafka. Knows nothing of how an
 * alert comes about.
 */
package io.millrace.job.sink;
