/**
 * The forward pass of the networks on {@code jdk.incubator.vector}. Knows the networks of {@link io.millrace.detection.model} and
 * nothing of streams, scores or artefacts; plugs in as a service behind {@link io.millrace.detection.model.LstmKernel}.
 *
 * <pre>
 * SimdLstmKernel ─ packs ─► PackedAutoencoder, PackedClassifier, …  shared by the passes, one per task
 *                                          │
 *                                      SplitPass
 *                     blocks of windows │     │ single windows
 *                                       ▼     ▼
 *           BlockPass, BlockClassifier, …     WindowPass, WindowClassifier, …    networks
 *        BlockRows, BlockLayer, BlockDense    WindowLayer, WindowDense           layers
 *                                       └──┬──┘
 *                              Products, Cells, Attention                        inner loops
 * </pre>
 *
 * <p>A vector's lanes are windows in a block and units in a single window. Both compute the same operations in the same order, so
 * the result of a window does not depend on its company, bit for bit.
 */
package io.millrace.detection.simd;
