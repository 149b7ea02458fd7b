package io.millrace.training.evaluate;

/** Hears how an evaluation goes; called on the evaluating thread. */
public interface EvaluationProgress {

    /** Nobody listens. */
    EvaluationProgress SILENT = new EvaluationProgress() {};

    /** A series is about to be fitted and scored. */
    default void begun(String detector, String series) {}

    /** A series is measured. */
    default void done(String detector, String series) {}

    /** An epoch of a network is over. */
    default void epoch(int number, int epochs, double validationError) {}
}
