/**
 * The inner loops on {@code jdk.incubator.vector}, shared by scoring and training: matrix products and cell updates on plain arrays.
 * Knows no networks. What C2 makes of these loops decides the speed of everything above, so that their shape (a method per tile,
 * separate passes, strides that are powers of two) follows its limits, not taste.
 */
package io.millrace.detection.simd.kernel;
