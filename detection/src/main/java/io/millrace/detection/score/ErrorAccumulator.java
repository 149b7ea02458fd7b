package io.millrace.detection.score;

import java.util.Arrays;

/** Turns a window and its reconstruction into a score. Scratch memory for one task, not thread-safe. */
final class ErrorAccumulator {

    private final WindowScoring scoring;
    private final int steps;
    private final int features;
    private final double[] stepMeans; // [steps], sum then mean of squared errors per step
    private final double[] featureMeans; // [features]
    private final double[] largest; // [max(steps, features)], scratch of the selection

    ErrorAccumulator(WindowScoring scoring, int steps, int features) {
        this.scoring = scoring;
        this.steps = steps;
        this.features = features;
        this.stepMeans = new double[steps];
        this.featureMeans = new double[features];
        this.largest = new double[Math.max(steps, features)];
    }

    /**
     * @param observed matrix of rows, [… × width], the window starting at element {@code observedAt}
     * @param width features per observed row, at least the target features
     * @param expected matrix, [… × features], the window starting at element {@code expectedAt}
     */
    double score(float[] observed, int observedAt, int width, float[] expected, int expectedAt) {
        double score = 0;
        if (scoring.valueBlend() > 0) {
            accumulate(observed, observedAt, width, expected, expectedAt, false);
            score += scoring.valueBlend() * blend(steps);
        }
        if (scoring.valueBlend() < 1 && steps > 1) {
            accumulate(observed, observedAt, width, expected, expectedAt, true);
            score += (1 - scoring.valueBlend()) * blend(steps - 1);
        }
        return score;
    }

    /** Error shares of a window on the values. */
    WindowError explain(float[] observed, int observedAt, int width, float[] expected, int expectedAt) {
        accumulate(observed, observedAt, width, expected, expectedAt, false);
        return new WindowError(
                shares(featureMeans, features),
                shares(stepMeans, steps),
                Arrays.copyOfRange(expected, expectedAt, expectedAt + steps * features));
    }

    private void accumulate(
            float[] observed, int observedAt, int width, float[] expected, int expectedAt, boolean differences) {
        Arrays.fill(featureMeans, 0);
        int first = differences ? 1 : 0;
        for (int t = first; t < steps; t++) {
            int o = observedAt + t * width;
            int e = expectedAt + t * features;
            double sum = 0;
            for (int f = 0; f < features; f++) {
                float error = observed[o + f] - expected[e + f];
                if (differences) {
                    error -= observed[o - width + f] - expected[e - features + f];
                }
                double square = (double) error * error;
                sum += square;
                featureMeans[f] += square;
            }
            stepMeans[t - first] = sum / features;
        }
        int counted = steps - first;
        for (int f = 0; f < features; f++) {
            featureMeans[f] /= counted;
        }
    }

    private double blend(int counted) {
        double s = scoring.stepBlend();
        double score = 0;
        if (s > 0) {
            score += s * meanOfLargest(stepMeans, counted, scoring.topSteps());
        }
        if (s < 1) {
            score += (1 - s) * meanOfLargest(featureMeans, features, scoring.topFeatures());
        }
        return score;
    }

    private double meanOfLargest(double[] values, int length, int k) {
        double sum = 0;
        if (k >= length) {
            for (int i = 0; i < length; i++) {
                sum += values[i];
            }
            return sum / length;
        }
        System.arraycopy(values, 0, largest, 0, length);
        Arrays.sort(largest, 0, length);
        for (int i = length - k; i < length; i++) {
            sum += largest[i];
        }
        return sum / k;
    }

    private static double[] shares(double[] means, int length) {
        double total = 0;
        for (int i = 0; i < length; i++) {
            total += means[i];
        }
        var shares = new double[length];
        for (int i = 0; i < length && total > 0; i++) {
            shares[i] = means[i] / total;
        }
        return shares;
    }
}
