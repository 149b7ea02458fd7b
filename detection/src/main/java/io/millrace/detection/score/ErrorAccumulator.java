package io.millrace.detection.score;

import java.util.Arrays;

/** Turns a window and its reconstruction into a score. Scratch memory for one task, not thread-safe. */
public final class ErrorAccumulator {

    private final WindowScoring scoring;
    private final int steps;
    private final int features;
    private final double[] stepMeans; // [steps], sum then mean of squared errors per step
    private final double[] featureMeans; // [features]
    private final double[] largest; // [max(steps, features)], scratch of the selection

    ErrorAccumulator(WindowScoring scoring, int steps, int features) {
        if (steps == 1 && scoring.valueBlend() < 1) {
            throw new IllegalArgumentException("a window of 1 step has no differences to score, found a value blend of "
                    + scoring.valueBlend() + ": set it to 1");
        }
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
    public double score(float[] observed, int observedAt, int width, float[] expected, int expectedAt) {
        double score = 0;
        if (scoring.valueBlend() > 0) {
            accumulate(observed, observedAt, width, expected, expectedAt, false);
            score += scoring.valueBlend() * blend(steps);
        }
        if (scoring.valueBlend() < 1) {
            accumulate(observed, observedAt, width, expected, expectedAt, true);
            score += (1 - scoring.valueBlend()) * blend(steps - 1);
        }
        return score;
    }

    /**
     * Error shares of a window, values and differences weighted as in the score; every step and feature has its share, also those below
     * the top k. The error of a difference belongs to its later step.
     */
    public WindowError explain(float[] observed, int observedAt, int width, float[] expected, int expectedAt) {
        var byFeature = new double[features];
        var byStep = new double[steps];
        double v = scoring.valueBlend();
        accumulate(observed, observedAt, width, expected, expectedAt, false);
        addWeighted(v, featureMeans, features, byFeature, 0);
        addWeighted(v / steps, stepMeans, steps, byStep, 0);
        if (v < 1) {
            accumulate(observed, observedAt, width, expected, expectedAt, true);
            addWeighted(1 - v, featureMeans, features, byFeature, 0);
            addWeighted((1 - v) / (steps - 1), stepMeans, steps - 1, byStep, 1);
        }
        normalise(byFeature);
        normalise(byStep);
        return new WindowError(
                byFeature, byStep, Arrays.copyOfRange(expected, expectedAt, expectedAt + steps * features));
    }

    private static void addWeighted(double weight, double[] means, int length, double[] sums, int offset) {
        for (int i = 0; i < length; i++) {
            sums[offset + i] += weight * means[i];
        }
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

    /** To a sum of 1; a window without error keeps its zeros. */
    private static void normalise(double[] errors) {
        double total = 0;
        for (double error : errors) {
            total += error;
        }
        for (int i = 0; i < errors.length && total > 0; i++) {
            errors[i] /= total;
        }
    }
}
