package io.millrace.training.network;

/** The training thread was interrupted; what was fitted since the last checkpoint is lost. */
public final class InterruptedTrainingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InterruptedTrainingException(int epoch) {
        super("interrupted in epoch " + epoch);
    }
}
