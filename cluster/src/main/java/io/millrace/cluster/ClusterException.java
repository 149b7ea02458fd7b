package io.millrace.cluster;

/** A cluster that cannot be started, found or asked; the message names it, what was expected and the way out. */
public final class ClusterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ClusterException(String message) {
        super(message);
    }

    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
