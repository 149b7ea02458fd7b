package io.millrace.training.network;

/**
 * How much a window's error counts in training.
 *
 * @param normal of a normal window, > 0
 * @param anomalous of an anomalous window, > 0
 */
public record ClassWeights(double normal, double anomalous) {

    public static final ClassWeights EQUAL = new ClassWeights(1, 1);

    public ClassWeights {
        if (!(normal > 0 && anomalous > 0) || !Double.isFinite(normal + anomalous)) {
            throw new IllegalArgumentException(
                    "class weights: expected finite numbers above 0, found " + normal + " and " + anomalous);
        }
    }

    /** Both classes count the same altogether, and a window counts 1 on average. */
    public static ClassWeights balanced(long normal, long anomalous) {
        double all = normal + anomalous;
        return new ClassWeights(all / (2 * normal), all / (2 * anomalous));
    }

    double of(float target) {
        return target >= 0.5f ? anomalous : normal;
    }
}
