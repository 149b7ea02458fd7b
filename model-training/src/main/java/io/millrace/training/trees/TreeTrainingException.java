package io.millrace.training.trees;

/** The library could not train. */
public final class TreeTrainingException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TreeTrainingException(String library, Throwable cause) {
        super(library + " could not train: " + cause.getMessage(), cause);
    }

    TreeTrainingException(String library, String reason) {
        super(library + " could not train: " + reason);
    }
}
