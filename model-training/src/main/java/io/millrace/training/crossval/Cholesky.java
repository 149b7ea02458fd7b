package io.millrace.training.crossval;

/** Solves symmetric, positive definite systems of equations. */
final class Cholesky {

    private Cholesky() {}

    /**
     * @param matrix lower triangle, [n][n]; is overwritten
     * @param right [n]
     */
    static double[] solve(double[][] matrix, double[] right) {
        int n = right.length;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= matrix[i][k] * matrix[j][k];
                }
                if (i == j) {
                    if (!(sum > 0)) {
                        throw new IllegalArgumentException(
                                "the equations of column " + i + " are not positive definite: use a larger penalty");
                    }
                    matrix[i][i] = Math.sqrt(sum);
                } else {
                    matrix[i][j] = sum / matrix[j][j];
                }
            }
        }
        var x = new double[n];
        for (int i = 0; i < n; i++) {
            double sum = right[i];
            for (int k = 0; k < i; k++) {
                sum -= matrix[i][k] * x[k];
            }
            x[i] = sum / matrix[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            double sum = x[i];
            for (int k = i + 1; k < n; k++) {
                sum -= matrix[k][i] * x[k];
            }
            x[i] = sum / matrix[i][i];
        }
        return x;
    }
}
