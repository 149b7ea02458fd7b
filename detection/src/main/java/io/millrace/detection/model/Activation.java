package io.millrace.detection.model;

/** Activation of the cell input and cell output of an LSTM; its gates are always sigmoid. */
public enum Activation {
    TANH,
    RELU
}
