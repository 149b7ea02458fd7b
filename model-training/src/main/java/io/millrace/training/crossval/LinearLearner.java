package io.millrace.training.crossval;

import io.millrace.training.trees.LabelledRows;
import io.millrace.training.trees.TreeTrainer.Goal;
import java.util.Arrays;

/**
 * Linear regression, or logistic regression, one class against the others, with a ridge penalty. Features are standardised by the training rows; missing
 * ones stand at the mean.
 *
 * <p>The logistic regression is iteratively reweighted least squares; reference: C. M. Bishop, "Pattern Recognition and Machine Learning", 2006, 4.3.3.
 *
 * @param penalty of the squared weights in standardised features, relative to one row, > 0
 */
record LinearLearner(double penalty) implements Learner {

    private static final int ROUNDS = 12;
    private static final double MOST_MARGIN = 30;

    @Override
    public String name() {
        return "linear or logistic";
    }

    @Override
    public boolean isBaseline() {
        return true;
    }

    @Override
    public Learned fit(LabelledRows rows, Goal goal) {
        Standard standard = Standard.of(rows.rows());
        double[][] inputs = Arrays.stream(rows.rows()).map(standard::apply).toArray(double[][]::new);
        if (goal.kind() == Goal.Kind.VALUE) {
            double[] weights = leastSquares(inputs, rows.labels(), rows.weights());
            return row -> new double[] {dot(weights, standard.apply(row))};
        }
        var weights = new double[goal.classes()][];
        for (int k = 0; k < weights.length; k++) {
            int own = goal.kind() == Goal.Kind.YES_OR_NO ? 1 : k;
            double[] is = Arrays.stream(rows.labels())
                    .map(label -> label == own ? 1 : 0)
                    .toArray();
            weights[k] = logistic(inputs, is, rows.weights());
        }
        return row -> probabilities(weights, standard.apply(row));
    }

    private static double[] probabilities(double[][] weights, double[] input) {
        var probabilities = new double[weights.length];
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            probabilities[k] = sigmoid(dot(weights[k], input));
            sum += probabilities[k];
        }
        for (int k = 0; k < weights.length && weights.length > 1; k++) {
            probabilities[k] /= sum;
        }
        return probabilities;
    }

    private double[] logistic(double[][] inputs, double[] is, double[] weights) {
        var beta = new double[inputs[0].length];
        var curvature = new double[inputs.length];
        var target = new double[inputs.length];
        for (int round = 0; round < ROUNDS; round++) {
            for (int r = 0; r < inputs.length; r++) {
                double margin = Math.max(-MOST_MARGIN, Math.min(MOST_MARGIN, dot(beta, inputs[r])));
                double p = sigmoid(margin);
                double slope = Math.max(1e-6, p * (1 - p));
                curvature[r] = weights[r] * slope;
                target[r] = margin + (is[r] - p) / slope;
            }
            beta = leastSquares(inputs, target, curvature);
        }
        return beta;
    }

    /** Solves (X'WX + λ) β = X'Wy; the first input is the constant 1 and bears no penalty. */
    private double[] leastSquares(double[][] inputs, double[] target, double[] weights) {
        int n = inputs[0].length;
        var matrix = new double[n][n];
        var right = new double[n];
        for (int r = 0; r < inputs.length; r++) {
            double[] x = inputs[r];
            for (int i = 0; i < n; i++) {
                double weighted = weights[r] * x[i];
                right[i] += weighted * target[r];
                for (int j = 0; j <= i; j++) {
                    matrix[i][j] += weighted * x[j];
                }
            }
        }
        for (int i = 0; i < n; i++) {
            matrix[i][i] += i == 0 ? 1e-9 : penalty;
        }
        return Cholesky.solve(matrix, right);
    }

    private static double sigmoid(double margin) {
        return 1 / (1 + Math.exp(-margin));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Means and deviations of training features. */
    private record Standard(double[] means, double[] deviations) {

        static Standard of(double[][] rows) {
            int n = rows[0].length;
            var means = new double[n];
            var deviations = new double[n];
            for (int f = 0; f < n; f++) {
                int feature = f;
                double[] values = Arrays.stream(rows)
                        .mapToDouble(row -> row[feature])
                        .filter(Double::isFinite)
                        .toArray();
                double mean = Arrays.stream(values).average().orElse(0);
                means[f] = mean;
                deviations[f] = Math.sqrt(Arrays.stream(values)
                        .map(v -> (v - mean) * (v - mean))
                        .average()
                        .orElse(0));
            }
            return new Standard(means, deviations);
        }

        /** [1 + features], the constant first. */
        double[] apply(double[] row) {
            var input = new double[row.length + 1];
            input[0] = 1;
            for (int f = 0; f < row.length; f++) {
                boolean says = Double.isFinite(row[f]) && deviations[f] > 1e-12 * Math.abs(means[f]);
                input[f + 1] = says ? (row[f] - means[f]) / deviations[f] : 0;
            }
            return input;
        }
    }
}
