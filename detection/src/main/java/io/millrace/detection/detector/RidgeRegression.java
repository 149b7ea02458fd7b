package io.millrace.detection.detector;

/**
 * Least squares with a penalty on the weights, not on the bias. Accumulates sums over samples, one per fit, not thread-safe; cost
 * inputs² / 2 per sample, inputs³ / 6 to solve.
 */
final class RidgeRegression {

    private final int inputs;
    private final double[][] products; // sum of x·xᵀ, lower triangle
    private final double[] inputSums;
    private final double[] weighted; // sum of y·x
    private double outputSum;
    private long samples;

    RidgeRegression(int inputs) {
        this.inputs = inputs;
        this.products = new double[inputs][];
        for (int i = 0; i < inputs; i++) {
            products[i] = new double[i + 1];
        }
        this.inputSums = new double[inputs];
        this.weighted = new double[inputs];
    }

    void add(double[] x, double y) {
        for (int i = 0; i < inputs; i++) {
            double value = x[i];
            inputSums[i] += value;
            weighted[i] += y * value;
            if (value == 0) {
                continue; // switches are mostly off
            }
            double[] row = products[i];
            for (int j = 0; j <= i; j++) {
                row[j] += value * x[j];
            }
        }
        outputSum += y;
        samples++;
    }

    /** Adds the sums of another one, times {@code sign}. */
    void addAll(RidgeRegression other, int sign) {
        for (int i = 0; i < inputs; i++) {
            for (int j = 0; j <= i; j++) {
                products[i][j] += sign * other.products[i][j];
            }
            inputSums[i] += sign * other.inputSums[i];
            weighted[i] += sign * other.weighted[i];
        }
        outputSum += sign * other.outputSum;
        samples += sign * other.samples;
    }

    long samples() {
        return samples;
    }

    /**
     * @param penalty λ of Σ(y − ŷ)² + λ·|w|², > 0
     * @return weights, then the bias, [inputs + 1]
     */
    double[] solve(double penalty) {
        double n = samples;
        var l = new double[inputs][]; // Cholesky factor of the centred products plus the penalty
        for (int i = 0; i < inputs; i++) {
            l[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                double sum = products[i][j] - inputSums[i] * inputSums[j] / n + (i == j ? penalty : 0);
                sum -= Dot.of(l[i], l[j], j);
                l[i][j] = i == j ? Math.sqrt(Math.max(sum, penalty * 1e-9)) : sum / l[j][j];
            }
        }
        var solution = new double[inputs + 1];
        for (int i = 0; i < inputs; i++) {
            double sum = weighted[i] - inputSums[i] * outputSum / n;
            solution[i] = (sum - Dot.of(l[i], solution, i)) / l[i][i];
        }
        for (int i = inputs - 1; i >= 0; i--) {
            solution[i] /= l[i][i];
            for (int j = 0; j < i; j++) {
                solution[j] -= l[i][j] * solution[i];
            }
        }
        double bias = outputSum / n;
        for (int i = 0; i < inputs; i++) {
            bias -= solution[i] * inputSums[i] / n;
        }
        solution[inputs] = bias;
        return solution;
    }
}
