/**
 * How cost grows: the two operators of a task, chained as in the job but without engine and broker, driven with more and more machines,
 * sensors, steps and hidden units; and what a machine costs in memory and in a checkpoint.
 */
package io.millrace.benchmarks.scale;
