/**
 * The whole job on a real broker: how many readings it takes when there are always more, how late scores and alerts are at half load,
 * and what it needs. Broker and producer are processes of their own; the job runs on a Flink cluster in this JVM.
 */
package io.millrace.benchmarks.job;
