/**
 * A synthetic machine whose readings must come back as scores: the one test of the whole way through Kafka and the job that runs all the time.
 *
 * <pre>
 *   {@link io.millrace.cli.heartbeat.Beats} ──► readings ──► the job, as for any machine ──► scores ──► {@link io.millrace.cli.heartbeat.Ledger} ──► /metrics
 * </pre>
 */
package io.millrace.cli.heartbeat;
