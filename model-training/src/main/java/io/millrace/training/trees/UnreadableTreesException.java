package io.millrace.training.trees;

/** What was given is no model of the library, or uses something that is not served. */
public final class UnreadableTreesException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    UnreadableTreesException(String message) {
        super(message);
    }

    UnreadableTreesException(String message, Throwable cause) {
        super(message, cause);
    }
}
