package io.millrace.detection.simd.training;

/**
 * Adam on an array of parameters, in Deeplearning4j's form: α = lr·√(1 − β2^t)/(1 − β1^t), θ ← θ − α·m/(√v + ε). Not thread-safe.
 *
 * <p>Reference: D. P. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015.
 */
final class AdamUpdate {

    private final TrainerOptions options;
    private final float[] mean; // m
    private final float[] square; // v
    private long iteration;

    AdamUpdate(TrainerOptions options, int parameters) {
        this.options = options;
        this.mean = new float[parameters];
        this.square = new float[parameters];
    }

    void apply(float[] parameters, float[] gradient) {
        iteration++;
        double alpha = options.learningRate()
                * Math.sqrt(1 - Math.pow(options.beta2(), iteration))
                / (1 - Math.pow(options.beta1(), iteration));
        step(
                parameters,
                gradient,
                clipScale(gradient),
                (float) options.beta1(),
                (float) options.beta2(),
                (float) alpha,
                (float) options.epsilon());
    }

    private float clipScale(float[] gradient) {
        if (options.clipNorm() == Double.POSITIVE_INFINITY) {
            return 1;
        }
        double sum = 0;
        for (float g : gradient) {
            sum += (double) g * g;
        }
        double norm = Math.sqrt(sum);
        return norm > options.clipNorm() ? (float) (options.clipNorm() / norm) : 1;
    }

    private void step(
            float[] parameters, float[] gradient, float scale, float beta1, float beta2, float alpha, float epsilon) {
        for (int n = 0; n < parameters.length; n++) {
            float g = scale * gradient[n];
            float m = beta1 * mean[n] + (1 - beta1) * g;
            float v = beta2 * square[n] + (1 - beta2) * g * g;
            mean[n] = m;
            square[n] = v;
            parameters[n] -= alpha * m / ((float) Math.sqrt(v) + epsilon);
        }
    }

    float[] mean() {
        return mean;
    }

    float[] square() {
        return square;
    }

    long iteration() {
        return iteration;
    }

    void restore(float[] restoredMean, float[] restoredSquare, long restoredIteration) {
        System.arraycopy(restoredMean, 0, mean, 0, mean.length);
        System.arraycopy(restoredSquare, 0, square, 0, square.length);
        iteration = restoredIteration;
    }
}
