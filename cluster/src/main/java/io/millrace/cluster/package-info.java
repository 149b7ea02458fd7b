/**
 * A cluster on this machine of separate processes, as a plant has them on several: broker, JobManager, TaskManagers and, for high
 * availability, a ZooKeeper server. Its folder holds what is needed to find it again: processes, configuration, logs, checkpoints.
 *
 * <p>Knows nothing of Millrace's job: it starts what Flink and Kafka are, from the class paths that the build left.
 */
package io.millrace.cluster;
