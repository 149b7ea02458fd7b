/**
 * The forward pass of the LSTM autoencoder on {@code jdk.incubator.vector}. Knows the networks of {@link
 * io.millrace.detection.model} and nothing of streams, scores or artefacts; plugs in as a service behind {@link
 * io.millrace.detection.model.LstmKernel}.
 *
 * <pre>
 * SimdLstmKernel ─ packs ─► PackedAutoencoder ─ shared by ─► SimdReconstructor (one per task)
 *                                                               │ blocks of windows     │ single windows
 *                                                               ▼                       ▼
 *                                                           BlockPass               WindowPass
 *                                                               └──── Products, Cells ──┘
 * </pre>
 *
 * <p>A vector's lanes are windows in a block and units in a single window. Both compute the same operations in the same order, so
 * the result of a window does not depend on its company, bit for bit.
 */
package io.millrace.detection.simd;
