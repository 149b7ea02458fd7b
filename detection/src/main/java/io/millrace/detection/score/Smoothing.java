package io.millrace.detection.score;

/**
 * Exponential smoothing along a machine's scores: s = α·score + (1 − α)·s before; the first score stands for itself. The state is one
 * double, NaN before the first score.
 *
 * @param alpha weight of the new score, in (0, 1]; 1 is no smoothing
 */
public record Smoothing(double alpha) {

    public static final Smoothing NONE = new Smoothing(1);

    public Smoothing {
        if (!(alpha > 0 && alpha <= 1)) {
            throw new IllegalArgumentException("smoothing expects a weight in (0, 1], found " + alpha);
        }
    }

    public double next(double before, double score) {
        return Double.isNaN(before) ? score : alpha * score + (1 - alpha) * before;
    }
}
