/** {@code bench kernel}: windows per second of the forward pass, every runtime on the same weights, beside the machine's own limit. */
package io.millrace.benchmarks.kernel;
