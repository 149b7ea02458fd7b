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
 * @param clipNorm a longer gradient of a batch's mean squared error is scaled down to this Euclidean norm, > 0; infinite for no clipping. The
 *     fast trainer measures the whole gradient, Deeplearning4j each layer's
 */
public record FitOptions(
        int epochs,
        int batchSize,
        double learningRate,
        LearningRateSchedule schedule,
        int patience,
        long seed,
        double clipNorm) {

    public static final FitOptions DEFAULT =
            new FitOptions(25, 32, 1e-3, LearningRateSchedule.CONSTANT, 5, 1, Double.POSITIVE_INFINITY);

    public FitOptions {
        if (epochs < 1 || batchSize < 1 || patience < 1) {
            throw new IllegalArgumentException("epochs, batch size and patience: expected 1 or more each, found "
                    + epochs + ", " + batchSize + " and " + patience);
        }
        if (!(learningRate > 0) || !Double.isFinite(learningRate)) {
            throw new IllegalArgumentException(
                    "learning rate: expected a finite number above 0, found " + learningRate);
        }
        if (!(clipNorm > 0)) {
            throw new IllegalArgumentException("clip norm: expected a number above 0, found " + clipNorm);
        }
    }

    public FitOptions withEpochs(int value) {
        return new FitOptions(value, batchSize, learningRate, schedule, patience, seed, clipNorm);
    }

    public FitOptions withBatchSize(int value) {
        return new FitOptions(epochs, value, learningRate, schedule, patience, seed, clipNorm);
    }

    public FitOptions withLearningRate(double value) {
        return new FitOptions(epochs, batchSize, value, schedule, patience, seed, clipNorm);
    }

    public FitOptions withSchedule(LearningRateSchedule value) {
        return new FitOptions(epochs, batchSize, learningRate, value, patience, seed, clipNorm);
    }

    public FitOptions withPatience(int value) {
        return new FitOptions(epochs, batchSize, learningRate, schedule, value, seed, clipNorm);
    }

    public FitOptions withSeed(long value) {
        return new FitOptions(epochs, batchSize, learningRate, schedule, patience, value, clipNorm);
    }

    public FitOptions withClipNorm(double value) {
        return new FitOptions(epochs, batchSize, learningRate, schedule, patience, seed, value);
    }

    /** Names what is on: scores kept under a name of this text stay valid when a further option is off. */
    @Override
    public String toString() {
        return "FitOptions[epochs=%d, batchSize=%d, learningRate=%s, schedule=%s, patience=%d, seed=%d%s]"
                .formatted(
                        epochs,
                        batchSize,
                        learningRate,
                        schedule,
                        patience,
                        seed,
                        clipNorm == Double.POSITIVE_INFINITY ? "" : ", clipNorm=" + clipNorm);
    }
}
