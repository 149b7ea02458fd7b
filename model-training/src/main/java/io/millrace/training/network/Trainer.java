package io.millrace.training.network;

import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.simd.training.TrainerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Fits an LSTM autoencoder to windows: minibatches in a new random order each epoch, Adam, early stopping on the validation windows.
 * Trainers differ only in who computes the gradients; the same options give the same first weights and the same batches.
 */
public abstract class Trainer {

    /** Name for options and provenance. */
    public abstract String name();

    /** A network under training that starts from these weights. */
    abstract Session begin(LstmAutoencoder first, FitOptions options);

    /** One network under training. Not thread-safe. */
    interface Session extends AutoCloseable {

        /** Step size of the batches to come. */
        void learningRate(double rate);

        /**
         * One step of the optimiser.
         *
         * @param windows [count × steps × features], row-major
         * @return mean squared error per step and feature before the step
         */
        double trainBatch(float[] windows, int count);

        /** Mean squared error per step and feature, [count × steps × features]. */
        double error(float[] windows, int count);

        /** A copy of weights and optimiser; nothing where this trainer cannot go on from one. */
        default Optional<TrainerState> state() {
            return Optional.empty();
        }

        /** Goes on from {@link #state()}. */
        default void restore(TrainerState state) {
            throw new UnsupportedOperationException("this trainer goes on from no state");
        }

        /** A copy of the weights as they are. */
        LstmAutoencoder weights();

        @Override
        void close();
    }

    /**
     * @param training at least one window
     * @param validation of the same shape; may be empty, then the training error decides
     */
    public final FittedNetwork fit(
            WindowSet training,
            WindowSet validation,
            NetworkOptions network,
            FitOptions options,
            TrainingProgress progress) {
        return fit(training, validation, network, options, progress, Optional.empty());
    }

    /**
     * As above, interruptible: an interrupted training that goes on from its checkpoint gives the same network, to the bit, as one that was
     * never interrupted.
     *
     * @param checkpoint written after each epoch by a trainer that can go on from one
     * @throws IllegalArgumentException if it is to go on from a checkpoint and cannot
     * @throws InterruptedTrainingException if the thread is interrupted; its mark is taken back
     * @throws DivergedException if not even the first epoch gave a finite error
     */
    public final FittedNetwork fit(
            WindowSet training,
            WindowSet validation,
            NetworkOptions network,
            FitOptions options,
            TrainingProgress progress,
            Optional<Checkpoint> checkpoint) {
        LstmAutoencoder first = InitialWeights.of(network, training.features(), options.seed());
        return fit(first, training, validation, options, progress, checkpoint);
    }

    /** As above, but from given weights on: a general model is fine-tuned to one machine. */
    public final FittedNetwork fit(
            LstmAutoencoder first,
            WindowSet training,
            WindowSet validation,
            FitOptions options,
            TrainingProgress progress) {
        return fit(first, training, validation, options, progress, Optional.empty());
    }

    private FittedNetwork fit(
            LstmAutoencoder first,
            WindowSet training,
            WindowSet validation,
            FitOptions options,
            TrainingProgress progress,
            Optional<Checkpoint> checkpoint) {
        requireShape(first, training);
        requireShape(first, validation);
        if (training.isEmpty()) {
            throw new IllegalArgumentException("training expects at least one window of " + first.steps()
                    + " rows, found none: use more rows or fewer steps");
        }
        try (Session session = begin(first, options)) {
            if (checkpoint.isPresent()
                    && checkpoint.get().resume()
                    && session.state().isEmpty()) {
                throw new IllegalArgumentException("the trainer " + name()
                        + " keeps no checkpoints to resume from: expected the trainer " + FastTrainer.NAME);
            }
            return run(session, training, validation, options, progress, checkpoint);
        }
    }

    /** Mean squared error per step and feature of a network on at least one window. */
    public final double error(LstmAutoencoder model, WindowSet windows, FitOptions options) {
        requireShape(model, windows);
        if (windows.isEmpty()) {
            throw new IllegalArgumentException("an error expects at least one window of " + model.steps() + " rows");
        }
        try (Session session = begin(model, options)) {
            return error(session, windows, options.batchSize());
        }
    }

    private static FittedNetwork run(
            Session session,
            WindowSet training,
            WindowSet validation,
            FitOptions options,
            TrainingProgress progress,
            Optional<Checkpoint> checkpoint) {
        var random = new SplittableRandom(options.seed() ^ 0x5DEECE66DL); // not the stream of the first weights
        var epochs = new ArrayList<TrainingCurve.Epoch>();
        LstmAutoencoder best = null;
        double bestError = Double.POSITIVE_INFINITY;
        int bestNumber = 0;
        Optional<Checkpoint.Content> before = checkpoint.flatMap(Checkpoint::load);
        if (before.isPresent()) {
            session.restore(before.get().state());
            epochs.addAll(before.get().epochs());
            epochs.forEach(done -> training.shuffled(random)); // the orders to come follow from those that were
            TrainingCurve.Epoch bestEpoch = new TrainingCurve(epochs).bestEpoch();
            best = before.get().best();
            bestError = bestEpoch.validationError();
            bestNumber = bestEpoch.number();
        }
        for (int number = epochs.size() + 1;
                number <= options.epochs() && number - bestNumber <= options.patience();
                number++) {
            long began = System.nanoTime();
            session.learningRate(options.schedule().rate(options.learningRate(), number, options.epochs()));
            double trainingError =
                    trainEpoch(session, training, training.shuffled(random), options.batchSize(), number);
            double error = validation.isEmpty() ? trainingError : error(session, validation, options.batchSize());
            Optional<LstmAutoencoder> better = error < bestError ? finiteWeights(session) : Optional.empty();
            if (better.isPresent()) {
                best = better.get();
                bestError = error;
                bestNumber = number;
            }
            if (best == null) {
                throw new DivergedException(number);
            }
            var epoch = new TrainingCurve.Epoch(
                    number, trainingError, error, (System.nanoTime() - began) / 1e9, bestNumber == number);
            epochs.add(epoch);
            LstmAutoencoder bestSoFar = best;
            checkpoint.ifPresent(file ->
                    session.state().ifPresent(state -> file.save(new Checkpoint.Content(state, bestSoFar, epochs))));
            progress.epochDone(epoch, options.epochs());
        }
        return new FittedNetwork(best, new TrainingCurve(List.copyOf(epochs)));
    }

    /** Saturated cells can hide infinite weights behind a finite error. */
    private static Optional<LstmAutoencoder> finiteWeights(Session session) {
        try {
            return Optional.of(session.weights());
        } catch (IllegalArgumentException notFinite) {
            return Optional.empty();
        }
    }

    private static double trainEpoch(Session session, WindowSet windows, int[] order, int batchSize, int number) {
        double sum = 0;
        for (int from = 0; from < order.length; from += batchSize) {
            if (Thread.interrupted()) {
                throw new InterruptedTrainingException(number);
            }
            int count = Math.min(batchSize, order.length - from);
            sum += count * session.trainBatch(windows.gather(order, from, count), count);
        }
        return sum / order.length;
    }

    private static double error(Session session, WindowSet windows, int batchSize) {
        int[] order = windows.inOrder();
        double sum = 0;
        for (int from = 0; from < order.length; from += batchSize) {
            int count = Math.min(batchSize, order.length - from);
            sum += count * session.error(windows.gather(order, from, count), count);
        }
        return sum / order.length;
    }

    private static void requireShape(LstmAutoencoder model, WindowSet windows) {
        if (windows.steps() != model.steps() || windows.features() != model.features()) {
            throw new IllegalArgumentException("the network expects windows of %d × %d, found %d × %d"
                    .formatted(model.steps(), model.features(), windows.steps(), windows.features()));
        }
    }
}
