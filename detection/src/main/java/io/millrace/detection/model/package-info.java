/**
 * The networks: architecture, weights and forward pass. A model is immutable and shared; scratch memory belongs to a
 * {@link io.millrace.detection.model.Reconstructor}, one per task. Faster kernels plug in behind {@link
 * io.millrace.detection.model.LstmKernel}.
 */
package io.millrace.detection.model;
