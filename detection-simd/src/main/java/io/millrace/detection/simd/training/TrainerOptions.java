package io.millrace.detection.simd.training;

/**
 * How to train.
 *
 * @param learningRate step size of Adam
 * @param beta1 decay of the gradients' mean
 * @param beta2 decay of the gradients' mean square
 * @param epsilon keeps the division of Adam finite
 * @param clipNorm the gradient is scaled down to this Euclidean norm when it is longer; infinite for no clipping
 * @param seed of the first weights and of the order of windows
 * @param threads threads that work on a batch; the result does not depend on it
 */
public record TrainerOptions(
        double learningRate, double beta1, double beta2, double epsilon, double clipNorm, long seed, int threads) {

    public TrainerOptions {
        if (!(learningRate > 0) || !(beta1 >= 0 && beta1 < 1) || !(beta2 >= 0 && beta2 < 1) || !(epsilon > 0)) {
            throw new IllegalArgumentException(
                    "Adam needs a positive learning rate and epsilon and betas in [0, 1), found %s, %s, %s, %s"
                            .formatted(learningRate, epsilon, beta1, beta2));
        }
        if (!(clipNorm > 0)) {
            throw new IllegalArgumentException("the norm to clip to must be positive, found " + clipNorm);
        }
        if (threads < 1) {
            throw new IllegalArgumentException("training needs at least one thread, found " + threads);
        }
    }

    /** Adam as its authors and Deeplearning4j set it, without clipping, on one thread. */
    public static TrainerOptions defaults(long seed) {
        return new TrainerOptions(1e-3, 0.9, 0.999, 1e-8, Double.POSITIVE_INFINITY, seed, 1);
    }

    public TrainerOptions withLearningRate(double newLearningRate) {
        return new TrainerOptions(newLearningRate, beta1, beta2, epsilon, clipNorm, seed, threads);
    }

    public TrainerOptions withClipNorm(double newClipNorm) {
        return new TrainerOptions(learningRate, beta1, beta2, epsilon, newClipNorm, seed, threads);
    }

    public TrainerOptions withThreads(int newThreads) {
        return new TrainerOptions(learningRate, beta1, beta2, epsilon, clipNorm, seed, newThreads);
    }
}
