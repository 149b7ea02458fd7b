package io.millrace.training.network;

import io.millrace.detection.model.LstmAutoencoder;

/**
 * What a trainer hands over.
 *
 * @param model the weights of the best epoch
 * @param curve how they came about
 */
public record FittedNetwork(LstmAutoencoder model, TrainingCurve curve) {}
