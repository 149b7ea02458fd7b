/**
 * A whole installation in this JVM: broker, topics, the job on a Flink cluster, and clients that release models, write
 * readings, follow topics and read the job's counters. Knows neither the simulator nor what the figures are for.
 */
package io.millrace.cli.local;
