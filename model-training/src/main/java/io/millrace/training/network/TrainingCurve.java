package io.millrace.training.network;

import java.util.List;

/**
 * What each epoch brought. Errors are mean squared errors per step and feature, in scaled units squared, whatever trainer.
 *
 * @param epochs in order, at least one
 */
public record TrainingCurve(List<Epoch> epochs) {

    /**
     * One pass over the training windows.
     *
     * @param number from 1
     * @param trainingError mean over the epoch's batches, each before its step
     * @param validationError after the epoch; equals the training error where there are no validation windows
     * @param seconds wall time of the epoch, validation included
     * @param best whether these weights are the best so far
     */
    public record Epoch(int number, double trainingError, double validationError, double seconds, boolean best) {}

    public TrainingCurve {
        epochs = List.copyOf(epochs);
        if (epochs.isEmpty()) {
            throw new IllegalArgumentException("a training curve needs at least one epoch, found none");
        }
    }

    /** The epoch whose weights were kept. */
    public Epoch bestEpoch() {
        Epoch best = epochs.get(0);
        for (Epoch epoch : epochs) {
            best = epoch.best() ? epoch : best;
        }
        return best;
    }

    public double seconds() {
        return epochs.stream().mapToDouble(Epoch::seconds).sum();
    }
}
