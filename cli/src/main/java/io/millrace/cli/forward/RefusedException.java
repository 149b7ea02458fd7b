package io.millrace.cli.forward;

/** The receiver takes nothing from us: trying again as we are is no use. The message names it and the way out. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
