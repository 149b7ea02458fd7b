package io.millrace.training.network;

import io.millrace.detection.model.WindowEstimator;

/** Fits a network to labelled windows with Deeplearning4j: Adam, early stopping on the validation windows. */
public final class EstimatorTrainer {

    private static final double LEAST_PROBABILITY = 1e-7; // of a float that is not quite 0

    private EstimatorTrainer() {}

    /**
     * The best network and how it was found.
     *
     * @param curve errors are cross entropies with weighted classes, or mean squared errors of a regression
     */
    public record Fitted(WindowEstimator model, TrainingCurve curve) {}

    /**
     * @param training at least one window
     * @param validation of the same shape; may be empty, then the training error decides
     * @param weights of a classifier's classes; a regression does not ask
     */
    public static Fitted fit(
            LabelledWindows training,
            LabelledWindows validation,
            EstimatorShape shape,
            ClassWeights weights,
            FitOptions options,
            TrainingProgress progress) {
        try (var network = new Dl4jEstimator(shape, training.windows().features(), options, weights)) {
            var learner = new Learner(network, training, validation, shape, weights, options.batchSize());
            var fitted = EpochLoop.run(learner, training.windows(), options, progress);
            return new Fitted(fitted.model(), fitted.curve());
        }
    }

    private record Learner(
            Dl4jEstimator network,
            LabelledWindows training,
            LabelledWindows validation,
            EstimatorShape shape,
            ClassWeights classes,
            int batchSize)
            implements EpochLoop.Learner<WindowEstimator> {

        @Override
        public void learningRate(double rate) {
            network.dl4j().setLearningRate(rate);
        }

        @Override
        public double trainBatch(int[] order, int from, int count) {
            return network.trainBatch(
                    training.windows().gather(order, from, count), training.gather(order, from, count));
        }

        @Override
        public double validationError() {
            int[] order = validation.windows().inOrder();
            double sum = 0;
            for (int from = 0; from < order.length; from += batchSize) {
                int count = Math.min(batchSize, order.length - from);
                float[] found = network.output(validation.windows().gather(order, from, count), count);
                float[] expected = validation.gather(order, from, count);
                for (int n = 0; n < count; n++) {
                    sum += error(expected[n], found[n]);
                }
            }
            return sum / order.length; // NaN without windows
        }

        private double error(float expected, float found) {
            if (shape instanceof EstimatorShape.Attention attention && attention.regression()) {
                double error = (double) expected - found;
                return error * error;
            }
            double probability = expected >= 0.5f ? found : 1.0 - found;
            return Double.isNaN(probability)
                    ? Double.POSITIVE_INFINITY
                    : -classes.of(expected) * Math.log(Math.max(LEAST_PROBABILITY, probability));
        }

        @Override
        public WindowEstimator weights() {
            return network.weights();
        }
    }
}
