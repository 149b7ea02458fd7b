package io.millrace.detection.explain;

/**
 * Least squares of weighted samples of zeros and ones with a small penalty on the coefficients, not on the intercept. Accumulates sums, one per
 * fit, not thread-safe; cost inputs² / 2 per sample, inputs³ / 6 to solve.
 */
final class WeightedRidge {

    /** Penalty as a share of the weight of all samples: only there so that masks which never differ have a solution. */
    private static final double PENALTY = 1e-6;

    private final int inputs;
    private final double[][] products; // Σ w·x·xᵀ, lower triangle
    private final double[] inputSums; // Σ w·x
    private final double[] weighted; // Σ w·y·x
    private double outputSum;
    private double outputSquares;
    private double weight;

    WeightedRidge(int inputs) {
        this.inputs = inputs;
        this.products = new double[inputs][];
        for (int i = 0; i < inputs; i++) {
            products[i] = new double[i + 1];
        }
        this.inputSums = new double[inputs];
        this.weighted = new double[inputs];
    }

    /**
     * The line.
     *
     * @param coefficients [inputs]
     * @param fidelity weighted R²
     */
    record Line(double[] coefficients, double intercept, double fidelity) {}

    void add(boolean[] x, double y, double w) {
        for (int i = 0; i < inputs; i++) {
            if (!x[i]) {
                continue;
            }
            inputSums[i] += w;
            weighted[i] += w * y;
            for (int j = 0; j <= i; j++) {
                products[i][j] += x[j] ? w : 0;
            }
        }
        outputSum += w * y;
        outputSquares += w * y * y;
        weight += w;
    }

    Line solve() {
        var l = new double[inputs][]; // Cholesky factor of the centred products plus the penalty
        for (int i = 0; i < inputs; i++) {
            l[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                double sum = centred(i, j) + (i == j ? PENALTY * weight : 0);
                for (int k = 0; k < j; k++) {
                    sum -= l[i][k] * l[j][k];
                }
                l[i][j] = i == j ? Math.sqrt(Math.max(sum, PENALTY * PENALTY * weight)) : sum / l[j][j];
            }
        }
        var b = new double[inputs];
        for (int i = 0; i < inputs; i++) {
            double sum = weighted[i] - inputSums[i] * outputSum / weight;
            for (int k = 0; k < i; k++) {
                sum -= l[i][k] * b[k];
            }
            b[i] = sum / l[i][i];
        }
        for (int i = inputs - 1; i >= 0; i--) {
            b[i] /= l[i][i];
            for (int j = 0; j < i; j++) {
                b[j] -= l[i][j] * b[i];
            }
        }
        double intercept = outputSum / weight;
        for (int i = 0; i < inputs; i++) {
            intercept -= b[i] * inputSums[i] / weight;
        }
        return new Line(b, intercept, fidelity(b));
    }

    private double centred(int i, int j) {
        return products[i][j] - inputSums[i] * inputSums[j] / weight;
    }

    /** 1 − residual / total sum of squares; a score that never changes is told perfectly. */
    private double fidelity(double[] b) {
        double total = outputSquares - outputSum * outputSum / weight;
        double explained = 0; // 2·bᵀ·Sxy − bᵀ·Sxx·b
        for (int i = 0; i < inputs; i++) {
            explained += 2 * b[i] * (weighted[i] - inputSums[i] * outputSum / weight);
            for (int j = 0; j <= i; j++) {
                explained -= (i == j ? 1 : 2) * b[i] * b[j] * centred(i, j);
            }
        }
        return total <= 1e-12 * outputSquares ? 1 : explained / total;
    }
}
