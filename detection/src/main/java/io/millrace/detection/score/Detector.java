package io.millrace.detection.score;

/**
 * A kind of model that gives each window a score, 0 or more, higher is stranger. Immutable, shared between tasks; scratch memory is the
 * {@link WindowScorer}'s.
 */
public interface Detector {

    /** Name for alerts and metrics, for example {@code lstm-autoencoder}. */
    String name();

    /** Window length. */
    int steps();

    /** Features per row that it expects. */
    int features();

    /** Leading features of a row that it has an expectation of; {@link WindowError} accounts for these. */
    default int targets() {
        return features();
    }

    /** Scratch memory and packed weights for one task. */
    WindowScorer newScorer();
}
