package io.millrace.detection.artefact;

/** A model artefact that must not serve; the message says what was expected, what was found and the way out. */
public final class BadArtefactException extends Exception {

    private static final long serialVersionUID = 1L;

    public BadArtefactException(String message) {
        super(message);
    }

    public BadArtefactException(String message, Throwable cause) {
        super(message, cause);
    }
}
