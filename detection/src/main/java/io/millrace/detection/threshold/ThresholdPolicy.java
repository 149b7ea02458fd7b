package io.millrace.detection.threshold;

import io.millrace.detection.scale.Quantiles;
import java.time.Duration;
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

    /**
     * The threshold that normal operation crosses no more often than a budget allows: a generalised Pareto distribution is fitted to the
     * peaks over a high quantile, one peak per alarm, and read beyond the largest score seen. See {@link ParetoTail}.
     *
     * @param alarmsPerWindow alarms allowed, per window scored, in (0, 1); {@link #perWeek} makes it from a weekly budget
     * @param tailShare share of the highest scores that count as the tail, in (0, 0.5]; 0.05 by custom
     * @param mergeGap windows; peaks no farther apart are one alarm, as in the morphology
     */
    record AlarmBudget(double alarmsPerWindow, double tailShare, int mergeGap) implements ThresholdPolicy {

        private static final double MILLIS_PER_WEEK = 7 * 86_400_000.0;

        public AlarmBudget {
            if (!(alarmsPerWindow > 0 && alarmsPerWindow < 1)) {
                throw new IllegalArgumentException(
                        "the alarms allowed per window must be in (0, 1), found " + alarmsPerWindow);
            }
            if (!(tailShare > 0 && tailShare <= 0.5)) {
                throw new IllegalArgumentException("the share of the tail must be in (0, 0.5], found " + tailShare);
            }
            if (mergeGap < 0) {
                throw new IllegalArgumentException("the merge gap must be ≥ 0 windows, found " + mergeGap);
            }
        }

        /**
         * @param alarms per machine and week, > 0
         * @param readingInterval time from one window to the next
         */
        public static AlarmBudget perWeek(double alarms, Duration readingInterval, int mergeGap) {
            double perWindow = alarms * readingInterval.toMillis() / MILLIS_PER_WEEK;
            return new AlarmBudget(perWindow, 0.05, mergeGap);
        }

        @Override
        public double of(double[] scores) {
            double from = ThresholdPolicy.quantile(scores, 1 - tailShare);
            double[] peaks = ParetoTail.peaks(scores, from, mergeGap);
            return peaks.length == 0
                    ? Arrays.stream(scores).max().orElseThrow()
                    : ParetoTail.fit(peaks, from).exceededWith(alarmsPerWindow * scores.length / peaks.length);
        }

        @Override
        public String describe() {
            return "alarm budget of " + alarmsPerWindow + " per window, tail " + tailShare + ", merge gap " + mergeGap;
        }
    }

    /**
     * The threshold mean + zσ that separates the highest scores best: leaving them out must lower mean and deviation much, and they must
     * be few. Peaks that stand out from the next lower one by less than {@code leastDecrease} are pruned: they count as normal, and the
     * threshold rises above them.
     *
     * <p>Reference: K. Hundman and others, "Detecting Spacecraft Anomalies Using LSTMs and Nonparametric Dynamic Thresholding", KDD, 2018.
     * There it is found anew on each stretch of the data; here on the scores given, once.
     *
     * @param leastDecrease relative, in [0, 1); 0.13 by custom
     */
    record ErrorPruning(double leastDecrease) implements ThresholdPolicy {

        private static final double FIRST_SIGMAS = 2.5;
        private static final double LAST_SIGMAS = 12;
        private static final double STEP = 0.5;

        public ErrorPruning {
            if (!(leastDecrease >= 0 && leastDecrease < 1)) {
                throw new IllegalArgumentException("the least decrease must be in [0, 1), found " + leastDecrease);
            }
        }

        @Override
        public double of(double[] scores) {
            double mean = Arrays.stream(scores).average().orElseThrow();
            double deviation = deviation(scores, mean);
            double best = mean + LAST_SIGMAS * deviation; // nothing stands out: far above all
            double bestGain = 0;
            for (double z = FIRST_SIGMAS; z <= LAST_SIGMAS; z += STEP) {
                double threshold = mean + z * deviation;
                double gain = gain(scores, mean, deviation, threshold);
                if (gain >= bestGain && gain > 0) {
                    bestGain = gain;
                    best = threshold;
                }
            }
            return bestGain > 0 ? pruned(scores, best) : best;
        }

        private static double gain(double[] scores, double mean, double deviation, double threshold) {
            double[] below = Arrays.stream(scores).filter(s -> s <= threshold).toArray();
            int above = scores.length - below.length;
            if (above == 0 || below.length == 0) {
                return 0;
            }
            int runs = ParetoTail.peaks(scores, threshold, 0).length;
            double meanBelow = Arrays.stream(below).average().orElseThrow();
            double deviationBelow = deviation(below, meanBelow);
            double decrease = (mean - meanBelow) / mean + (deviation - deviationBelow) / deviation;
            return decrease / (above + (double) runs * runs);
        }

        /** Peaks from the highest on; behind the last one that stands out from its follower all are normal. */
        private double pruned(double[] scores, double threshold) {
            double[] peaks = ParetoTail.peaks(scores, threshold, 0);
            Arrays.sort(peaks);
            double highestBelow =
                    Arrays.stream(scores).filter(s -> s <= threshold).max().orElse(threshold);
            int kept = 0; // peaks that stay anomalous, counted from the highest
            for (int k = 1; k <= peaks.length; k++) {
                double peak = peaks[peaks.length - k];
                double next = k < peaks.length ? peaks[peaks.length - k - 1] : highestBelow;
                if ((peak - next) / peak > leastDecrease) {
                    kept = k;
                }
            }
            return kept == peaks.length ? threshold : peaks[peaks.length - kept - 1];
        }

        private static double deviation(double[] scores, double mean) {
            return Math.sqrt(Arrays.stream(scores)
                    .map(s -> (s - mean) * (s - mean))
                    .average()
                    .orElse(0));
        }

        @Override
        public String describe() {
            return "error pruning, least decrease " + leastDecrease;
        }
    }

    private static double quantile(double[] scores, double q) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        return Quantiles.ofSorted(sorted, q);
    }
}
