package io.millrace.training.network;

/** The weights left the finite numbers before there were any worth keeping; the message says when, and what may help. */
public final class DivergedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int epoch;

    DivergedException(int epoch) {
        super("training diverged in epoch " + epoch
                + ": lower the learning rate, clip the gradient, or use tanh as activation");
        this.epoch = epoch;
    }

    /** The epoch that did it, from 1. */
    public int epoch() {
        return epoch;
    }
}
