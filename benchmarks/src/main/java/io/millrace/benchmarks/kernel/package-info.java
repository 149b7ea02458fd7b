/**
 * {@code bench kernel}: windows per second of the autoencoder's forward pass, every runtime on the same weights, beside the machine's own
 * limit. {@code bench networks}: the plain Java and the vector form of the other networks.
 */
package io.millrace.benchmarks.kernel;
