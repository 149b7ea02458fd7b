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

    /** Whether its score is on the scale of alert levels already, from 0 to 1: a probability, or a mean of calibrated scores. */
    default boolean scoreIsLevel() {
        return false;
    }

    /** Scratch memory and packed weights for one task. */
    WindowScorer newScorer();
}
