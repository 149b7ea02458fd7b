package io.millrace.training.evaluate;

/** Hears how an evaluation goes; called on the evaluating thread. */
public interface EvaluationProgress {

    /** Nobody listens. */
    EvaluationProgress SILENT = new EvaluationProgress() {};

    /** A series is about to be fitted and scored. */
    default void begun(String detector, String series) {}

    /**
     * A series is measured.
     *
     * @param done series measured so far, over all detectors and seeds
     * @param total how many there will be
     */
    default void done(int done, int total) {}

    /** An epoch of a network is over. */
    default void epoch(int number, int epochs, double validationError) {}
}
