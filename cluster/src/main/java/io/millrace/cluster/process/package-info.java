/**
 * JVMs of their own: children that end with this process, and members of a cluster that outlive it. Knows processes and files, nothing of
 * Flink.
 */
package io.millrace.cluster.process;
