/**
 * The verbs of {@code millrace cluster}: a cluster of separate processes on this machine, and a job's life on it or on any other Flink
 * cluster. What is done is done by the module {@code cluster}; here are the words, and what a folder remembers.
 */
package io.millrace.cli.cluster;
