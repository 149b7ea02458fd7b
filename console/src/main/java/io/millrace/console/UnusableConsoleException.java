package io.millrace.console;

/** A console cannot be started as asked; the message names the thing, what was found and the way out. */
public final class UnusableConsoleException extends Exception {

    private static final long serialVersionUID = 1L;

    UnusableConsoleException(String message, Throwable cause) {
        super(message, cause);
    }
}
