package io.millrace.training.network;

/** Hears how training goes; called on the training thread. */
@FunctionalInterface
public interface TrainingProgress {

    /** Nobody listens. */
    TrainingProgress SILENT = (epoch, epochs) -> {};

    /**
     * An epoch is over.
     *
     * @param epochs most epochs there may be; early stopping may end before
     */
    void epochDone(TrainingCurve.Epoch epoch, int epochs);
}
