package io.millrace.training.trees;

import java.util.Arrays;
import java.util.Random;

/** Rows with interactions, noise, repeated values, zeros and values that are missing. */
final class NoisyRows {

    static final int FEATURES = 7;

    private NoisyRows() {}

    static double[][] features(int count, long seed, boolean missing) {
        var random = new Random(seed);
        var rows = new double[count][FEATURES];
        for (double[] row : rows) {
            for (int f = 0; f < FEATURES; f++) {
                row[f] = f == 3
                        ? random.nextInt(3)
                        : f == 4 ? Math.rint(4 * random.nextGaussian()) / 10 : random.nextGaussian() * (1 + 20 * f);
                if (missing && random.nextInt(9) == 0) {
                    row[f] = Double.NaN;
                }
            }
        }
        return rows;
    }

    static LabelledRows of(int count, TreeTrainer.Goal goal, long seed, boolean missing) {
        double[][] rows = features(count, seed, missing);
        var random = new Random(seed + 1);
        var labels = new double[count];
        var weights = new double[count];
        for (int r = 0; r < count; r++) {
            double value = or0(rows[r][0]) * or0(rows[r][3]) + or0(rows[r][1]) / 10 + 0.3 * random.nextGaussian();
            labels[r] = switch (goal.kind()) {
                case VALUE -> 60 + 20 * value;
                case YES_OR_NO -> value > 1 ? 1 : 0;
                case ONE_OF_SEVERAL -> value > 1 ? 2 : value < -1 ? 1 : 0;
            };
        }
        Arrays.setAll(weights, r -> 1 + (r % 3) * 0.5);
        return new LabelledRows(rows, labels, weights);
    }

    private static double or0(double value) {
        return Double.isNaN(value) ? 0 : value;
    }
}
