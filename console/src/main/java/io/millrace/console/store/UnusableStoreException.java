package io.millrace.console.store;

/** A store's folder cannot be used; the message names it, what was found and the way out. */
public final class UnusableStoreException extends Exception {

    private static final long serialVersionUID = 1L;

    UnusableStoreException(String message) {
        super(message);
    }

    UnusableStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
