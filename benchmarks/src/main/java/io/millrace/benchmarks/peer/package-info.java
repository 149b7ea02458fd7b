/**
 * The runtimes a user would otherwise pick, each computing the same network with the same weights: ONNX Runtime, libtorch and
 * Deeplearning4j, and our own kernels behind the same interface. Windows come in and reconstructions go out as
 * [windows × steps × features], row-major.
 */
package io.millrace.benchmarks.peer;
