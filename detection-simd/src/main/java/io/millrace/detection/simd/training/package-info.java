/**
 * Training of the LSTM autoencoder on the kernels of {@link io.millrace.detection.simd.kernel}: back-propagation through time, Adam,
 * deterministic by seed whatever the number of threads. Knows weights and windows, not scalers, files or early stopping: the caller
 * drives the epochs.
 *
 * <pre>
 * LstmAutoencoderTrainer ── splits a batch into blocks ──► BlockGradient (one per thread) ──► gradients per slot
 *        │                                                     reads TrainingWeights               │
 *        └──── AdamUpdate ◄──────────── summed in the order of the slots ◄──────────────────────────┘
 * </pre>
 */
package io.millrace.detection.simd.training;
