package io.millrace.detection.threshold;

import java.util.ArrayList;
import java.util.Arrays;

/**
 * The tail of scores beyond a level, as a generalised Pareto distribution: P(excess > x) = (1 + ξx/σ)^(−1/ξ).
 *
 * <p>Fitted by probability-weighted moments, which need no iteration and serve small samples. With x₁ ≤ … ≤ xₙ the excesses, a₀ their mean
 * and a₁ = 1/n Σ (1 − (i − 0.35)/n) xᵢ: ξ = 2 − a₀/(a₀ − 2a₁), σ = 2a₀a₁/(a₀ − 2a₁).
 *
 * <p>References: J. Pickands, "Statistical Inference Using Extreme Order Statistics", The Annals of Statistics 3(1), 1975. J. R. M. Hosking,
 * J. R. Wallis, "Parameter and Quantile Estimation for the Generalized Pareto Distribution", Technometrics 29(3), 1987. A. Siffer and
 * others, "Anomaly Detection in Streams with Extreme Value Theory", KDD, 2017.
 *
 * @param from level that the tail begins at
 * @param shape ξ, at most {@value #HEAVIEST}; below 0 the tail ends
 * @param scale σ, > 0
 */
record ParetoTail(double from, double shape, double scale) {

    /** Moments of heavier tails hardly exist; a sample that says so is too small. */
    static final double HEAVIEST = 0.5;

    private static final int FEWEST = 10; // below, the shape is noise and the tail taken for exponential
    private static final double NEARLY_ZERO = 1e-6;

    /** Highest score of each run of scores above a level; runs no farther apart than the gap are one. */
    static double[] peaks(double[] scores, double level, int gap) {
        var peaks = new ArrayList<Double>();
        int last = -1;
        for (int n = 0; n < scores.length; n++) {
            if (scores[n] > level) {
                if (last >= 0 && n - last - 1 <= gap) {
                    int newest = peaks.size() - 1;
                    peaks.set(newest, Math.max(peaks.get(newest), scores[n]));
                } else {
                    peaks.add(scores[n]);
                }
                last = n;
            }
        }
        return peaks.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** @param peaks scores above {@code from}, at least one */
    static ParetoTail fit(double[] peaks, double from) {
        double[] excesses =
                Arrays.stream(peaks).map(peak -> peak - from).sorted().toArray();
        int n = excesses.length;
        double a0 = 0;
        double a1 = 0;
        for (int i = 1; i <= n; i++) {
            a0 += excesses[i - 1] / n;
            a1 += (1 - (i - 0.35) / n) * excesses[i - 1] / n;
        }
        double shape = 2 - a0 / (a0 - 2 * a1);
        if (n < FEWEST || !Double.isFinite(shape)) {
            return new ParetoTail(from, 0, a0);
        }
        if (shape > HEAVIEST) {
            return new ParetoTail(from, HEAVIEST, (1 - HEAVIEST) * a0); // the mean excess σ/(1 − ξ) stays
        }
        return new ParetoTail(from, shape, 2 * a0 * a1 / (a0 - 2 * a1));
    }

    /**
     * The level that a peak exceeds with this probability.
     *
     * @param probability > 0; from 1 on every peak may exceed it, and the tail's own level is the answer
     */
    double exceededWith(double probability) {
        if (probability >= 1) {
            return from;
        }
        return Math.abs(shape) < NEARLY_ZERO
                ? from - scale * Math.log(probability)
                : from + scale / shape * (Math.pow(probability, -shape) - 1);
    }
}
