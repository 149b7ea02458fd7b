/** The job's own Flink metrics: what was scored, what was not and why, and how long it took. Written by operators, read by nobody here. */
package io.millrace.job.metrics;
