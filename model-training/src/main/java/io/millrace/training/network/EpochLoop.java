package io.millrace.training.network;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Epochs of a Deeplearning4j network: minibatches in a new random order each time, early stopping on the validation error. */
final class EpochLoop {

    private EpochLoop() {}

    /** One network under training. Not thread-safe. */
    interface Learner<M> {

        /** Step size of the batches to come. */
        void learningRate(double rate);

        /**
         * One step of the optimiser.
         *
         * @param order window numbers, of which {@code count} from {@code from} on are taken
         * @return mean error before the step
         */
        double trainBatch(int[] order, int from, int count);

        /** What decides when to stop; NaN without validation windows, then the training error does. */
        double validationError();

        /**
         * A copy of the weights as they are.
         *
         * @throws IllegalArgumentException if one is not finite
         */
        M weights();
    }

    /** The best weights and how they were found. */
    record Fitted<M>(M model, TrainingCurve curve) {}

    /**
     * @throws DivergedException if not even the first epoch gave a finite error
     * @throws InterruptedTrainingException if the thread is interrupted; its mark is taken back
     */
    static <M> Fitted<M> run(Learner<M> learner, WindowSet training, FitOptions options, TrainingProgress progress) {
        if (training.isEmpty()) {
            throw new IllegalArgumentException("training expects at least one window of " + training.steps()
                    + " rows, found none: use more rows or fewer steps");
        }
        var random = new SplittableRandom(options.seed());
        var epochs = new ArrayList<TrainingCurve.Epoch>();
        M best = null;
        double bestError = Double.POSITIVE_INFINITY;
        int bestNumber = 0;
        for (int number = 1; number <= options.epochs() && number - bestNumber <= options.patience(); number++) {
            long began = System.nanoTime();
            learner.learningRate(options.schedule().rate(options.learningRate(), number, options.epochs()));
            double trainingError = trainEpoch(learner, training.shuffled(random), options.batchSize(), number);
            double validationError = learner.validationError();
            double error = Double.isNaN(validationError) ? trainingError : validationError;
            if (error < bestError) {
                try {
                    best = learner.weights();
                    bestError = error;
                    bestNumber = number;
                } catch (IllegalArgumentException notFinite) {
                    // saturated units can hide infinite weights behind a finite error: not a better epoch
                    error = Double.POSITIVE_INFINITY;
                }
            }
            if (best == null) {
                throw new DivergedException(number);
            }
            var epoch = new TrainingCurve.Epoch(
                    number, trainingError, error, (System.nanoTime() - began) / 1e9, bestNumber == number);
            epochs.add(epoch);
            progress.epochDone(epoch, options.epochs());
        }
        return new Fitted<>(best, new TrainingCurve(List.copyOf(epochs)));
    }

    private static double trainEpoch(Learner<?> learner, int[] order, int batchSize, int number) {
        double sum = 0;
        for (int from = 0; from < order.length; from += batchSize) {
            if (Thread.interrupted()) {
                throw new InterruptedTrainingException(number);
            }
            int count = Math.min(batchSize, order.length - from);
            sum += count * learner.trainBatch(order, from, count);
        }
        return sum / order.length;
    }
}
