package io.millrace.training.network;

/**
 * How a network is fitted, by Adam on the mean squared error.
 *
 * @param epochs most passes over the training windows, ≥ 1
 * @param batchSize windows per step of the optimiser, ≥ 1
 * @param learningRate Adam's step size in the first epoch, > 0
 * @param schedule how the step size goes on from there
 * @param patience epochs without a better validation error before fitting stops, ≥ 1; the best weights are kept
 * @param seed first weights and order of the windows follow from it
 */
public record FitOptions(
        int epochs, int batchSize, double learningRate, LearningRateSchedule schedule, int patience, long seed) {

    public static final FitOptions DEFAULT = new FitOptions(25, 32, 1e-3, LearningRateSchedule.CONSTANT, 5, 1);

    public FitOptions {
        if (epochs < 1 || batchSize < 1 || patience < 1) {
            throw new IllegalArgumentException("epochs, batch size and patience: expected 1 or more each, found "
                    + epochs + ", " + batchSize + " and " + patience);
        }
        if (!(learningRate > 0) || !Double.isFinite(learningRate)) {
            throw new IllegalArgumentException(
                    "learning rate: expected a finite number above 0, found " + learningRate);
        }
    }

    public FitOptions withEpochs(int value) {
        return new FitOptions(value, batchSize, learningRate, schedule, patience, seed);
    }

    public FitOptions withBatchSize(int value) {
        return new FitOptions(epochs, value, learningRate, schedule, patience, seed);
    }

    public FitOptions withLearningRate(double value) {
        return new FitOptions(epochs, batchSize, value, schedule, patience, seed);
    }

    public FitOptions withSchedule(LearningRateSchedule value) {
        return new FitOptions(epochs, batchSize, learningRate, value, patience, seed);
    }

    public FitOptions withPatience(int value) {
        return new FitOptions(epochs, batchSize, learningRate, schedule, value, seed);
    }

    public FitOptions withSeed(long value) {
        return new FitOptions(epochs, batchSize, learningRate, schedule, patience, value);
    }
}
