package io.millrace.detection.threshold;

import io.millrace.detection.scale.Quantiles;
import java.util.Arrays;

/** Finds a threshold on scores without looking at labels. */
public sealed interface ThresholdPolicy {

    /** Thresholds are never smaller: a ratio to the threshold must stay finite. */
    double SMALLEST = 1e-12;

    /**
     * @param scores scores of normal operation, at least one, finite
     * @return a threshold > 0 in the unit of the scores
     */
    default double fit(double[] scores) {
        if (scores.length == 0) {
            throw new IllegalArgumentException(
                    "a threshold needs scores to rest on, found none: use a longer training part");
        }
        // checked one by one: a percentile would hide the few that are not finite
        for (int n = 0; n < scores.length; n++) {
            if (!Double.isFinite(scores[n])) {
                throw new IllegalArgumentException("the threshold by " + describe() + " needs finite scores, found "
                        + scores[n] + " at window " + n + ": look at its rows and at the model's weights");
            }
        }
        double threshold = of(scores);
        if (!Double.isFinite(threshold)) {
            throw new IllegalArgumentException("the threshold by " + describe() + " came out as " + threshold
                    + ": the scores are too large to be summed, train the model again");
        }
        return Math.max(SMALLEST, threshold);
    }

    /** The policy's raw figure. */
    double of(double[] scores);

    /** Name and parameters, for provenance: {@code mean + 2.0 sigma}. */
    String describe();

    /**
     * Mean plus k standard deviations (population).
     *
     * @param sigmas k, ≥ 0; 2 by custom, 1 more sensitive, 3 less
     */
    record MeanSigma(double sigmas) implements ThresholdPolicy {

        public MeanSigma {
            if (!(sigmas >= 0)) {
                throw new IllegalArgumentException("sigmas must be ≥ 0, found " + sigmas);
            }
        }

        @Override
        public double of(double[] scores) {
            double mean = Arrays.stream(scores).average().orElseThrow();
            double variance = Arrays.stream(scores)
                    .map(s -> (s - mean) * (s - mean))
                    .average()
                    .orElseThrow();
            return mean + sigmas * Math.sqrt(variance);
        }

        @Override
        public String describe() {
            return "mean + " + sigmas + " sigma";
        }
    }

    /**
     * A percentile of the scores.
     *
     * @param percent in (0, 100]
     */
    record Percentile(double percent) implements ThresholdPolicy {

        public Percentile {
            if (!(percent > 0 && percent <= 100)) {
                throw new IllegalArgumentException("percentile must be in (0, 100], found " + percent);
            }
        }

        @Override
        public double of(double[] scores) {
            return quantile(scores, percent / 100);
        }

        @Override
        public String describe() {
            return "percentile " + percent;
        }
    }

    /**
     * A high quantile of the training scores times a margin: training scores understate what is normal, since the model has seen them.
     *
     * @param quantile in (0, 1]
     * @param margin factor, > 0
     */
    record TrainQuantile(double quantile, double margin) implements ThresholdPolicy {

        public TrainQuantile {
            if (!(quantile > 0 && quantile <= 1)) {
                throw new IllegalArgumentException("quantile must be in (0, 1], found " + quantile);
            }
            if (!(margin > 0)) {
                throw new IllegalArgumentException("margin must be > 0, found " + margin);
            }
        }

        @Override
        public double of(double[] scores) {
            return margin * ThresholdPolicy.quantile(scores, quantile);
        }

        @Override
        public String describe() {
            return margin + " x train quantile " + quantile;
        }
    }

    /**
     * A number in the scores' own unit, for scores that are calibrated already: an ensemble's, a predictor's.
     *
     * @param threshold > 0
     */
    record Fixed(double threshold) implements ThresholdPolicy {

        public Fixed {
            if (!(threshold > 0) || !Double.isFinite(threshold)) {
                throw new IllegalArgumentException("a fixed threshold must be finite and > 0, found " + threshold);
            }
        }

        @Override
        public double of(double[] scores) {
            return threshold;
        }

        @Override
        public String describe() {
            return "fixed " + threshold;
        }
    }

    /**
     * Another policy's threshold, but never below a floor: where training was perfectly quiet, the smallest change would be an alarm.
     *
     * @param policy not a floor itself
     * @param least smallest threshold, in the scores' unit, > 0
     */
    record Floor(ThresholdPolicy policy, double least) implements ThresholdPolicy {

        public Floor {
            if (!(least > 0) || !Double.isFinite(least)) {
                throw new IllegalArgumentException("the least threshold must be finite and > 0, found " + least);
            }
        }

        @Override
        public double of(double[] scores) {
            return Math.max(least, policy.of(scores));
        }

        @Override
        public String describe() {
            return policy.describe() + ", at least " + least;
        }
    }

    private static double quantile(double[] scores, double q) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        return Quantiles.ofSorted(sorted, q);
    }
}
