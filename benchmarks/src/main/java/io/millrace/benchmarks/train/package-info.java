/** {@code bench train}: windows trained per second by our trainer, Deeplearning4j and libtorch, batches of 32. */
package io.millrace.benchmarks.train;
