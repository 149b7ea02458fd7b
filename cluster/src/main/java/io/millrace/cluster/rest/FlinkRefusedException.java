package io.millrace.cluster.rest;

/** Flink does not do what it was asked, or does not answer; the message is its reason, without the stack of its own calls. */
public final class FlinkRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    FlinkRefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    FlinkRefusedException(String message, Throwable cause) {
        super(message, cause);
        this.status = 0;
    }

    /** HTTP status; 0 if nobody answered. */
    public int status() {
        return status;
    }
}
