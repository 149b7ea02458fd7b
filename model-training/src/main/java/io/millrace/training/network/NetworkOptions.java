package io.millrace.training.network;

import io.millrace.detection.model.Activation;

/**
 * Shape of an LSTM autoencoder.
 *
 * @param steps window length in rows, ≥ 2
 * @param hidden units of both LSTM layers, ≥ 1
 * @param activation of the cell input and output; ReLU trains less surely than tanh
 */
public record NetworkOptions(int steps, int hidden, Activation activation) {

    public static final NetworkOptions DEFAULT = new NetworkOptions(60, 64, Activation.TANH);

    public NetworkOptions {
        if (steps < 2) {
            throw new IllegalArgumentException("steps: expected 2 or more, found " + steps);
        }
        if (hidden < 1) {
            throw new IllegalArgumentException("hidden: expected 1 or more, found " + hidden);
        }
    }

    public NetworkOptions withSteps(int value) {
        return new NetworkOptions(value, hidden, activation);
    }

    public NetworkOptions withHidden(int value) {
        return new NetworkOptions(steps, value, activation);
    }

    public NetworkOptions withActivation(Activation value) {
        return new NetworkOptions(steps, hidden, value);
    }
}
