package io.millrace.cli;

/** A file or value that the user gave cannot be used; the message names it, what was expected and the way out. */
public final class BadInputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BadInputException(String message) {
        super(message);
    }

    public BadInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
