/**
 * The Flink job: readings from Kafka in, alerts to Kafka out.
 *
 * <pre>
 *   readings ─► source ─► keyBy(machine) ─► window scoring ◄─ models (broadcast)
 *                 │ rejected                    │ scores
 *                 ▼                             ▼
 *         readings-rejected               event assembly ─► alerts
 * </pre>
 *
 * <p>This room knows how the parts are wired ({@link io.millrace.job.MillraceTopology}) and how a cluster starts them
 * ({@link io.millrace.job.MillraceJob}). What they do lives in the rooms below: configuration in {@code config}, the
 * Kafka edges in {@code source} and {@code sink}, the keyed work in {@code operator} and {@code state}.
 */
package io.millrace.job;
