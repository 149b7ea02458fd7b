/**
 * What a checkpoint holds, and how it is written: the rows of a machine, the life of its event, and the serialisers of both. Each value
 * starts with the version it was written in, so that a savepoint of any earlier version still restores. Knows nothing of Flink's
 * operators.
 */
package io.millrace.job.state;
