package io.millrace.detection.simd.training;

import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.LstmLayer;

/**
 * Loss of a batch and its gradient, laid out like the weights.
 *
 * @param loss mean squared error over windows, steps and features
 */
public record LossGradient(double loss, LstmLayer encoder, LstmLayer decoder, DenseLayer output) {}
