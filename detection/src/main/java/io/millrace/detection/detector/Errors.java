package io.millrace.detection.detector;

import io.millrace.detection.score.WindowError;
import java.util.Arrays;

/** Shares of a squared error by feature and step. */
final class Errors {

    private Errors() {}

    /** Where a window differs from what was expected, both [steps × features] from their offsets on. */
    static WindowError explain(
            float[] observed, int observedAt, float[] expected, int expectedAt, int steps, int features) {
        var featureShare = new double[features];
        var stepShare = new double[steps];
        double total = 0;
        for (int t = 0; t < steps; t++) {
            for (int f = 0; f < features; f++) {
                int i = t * features + f;
                double error = (double) observed[observedAt + i] - expected[expectedAt + i];
                double square = error * error;
                featureShare[f] += square;
                stepShare[t] += square;
                total += square;
            }
        }
        divide(featureShare, total);
        divide(stepShare, total);
        return new WindowError(
                featureShare, stepShare, Arrays.copyOfRange(expected, expectedAt, expectedAt + steps * features));
    }

    static void divide(double[] values, double total) {
        for (int i = 0; i < values.length && total > 0; i++) {
            values[i] /= total;
        }
    }
}
