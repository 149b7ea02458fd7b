package io.millrace.detection.detector;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * All eigenvalues and eigenvectors of a symmetric matrix: Householder reflections to tridiagonal form, then implicit QR steps with
 * Wilkinson's shift. About 6·n³ operations: 0.1 s for n = 200, some 10 s for n = 1,000.
 *
 * <p>Reference: G. Golub and C. Van Loan, "Matrix Computations", 4th edition, 2013, sections 8.3.1 and 8.3.2; letters as there.
 */
final class SymmetricEigen {

    private static final int STEPS_PER_VALUE = 60; // two or three are usual

    private final int n;
    private final double[] d; // diagonal, then eigenvalues
    private final double[] e; // e[k] couples k and k + 1
    private final double[][] q; // row i becomes the i-th eigenvector

    /**
     * @param matrix symmetric, [n][n]; overwritten
     */
    SymmetricEigen(double[][] matrix) {
        n = matrix.length;
        d = new double[n];
        e = new double[n];
        q = new double[n][n];
        tridiagonalise(matrix);
        diagonalise();
        order();
    }

    /** Largest first. */
    double value(int i) {
        return d[i];
    }

    /** Of length 1, belongs to {@link #value}. */
    double[] vector(int i) {
        return q[i];
    }

    private void tridiagonalise(double[][] a) {
        var beta = new double[n];
        var p = new double[n];
        for (int k = 0; k < n - 2; k++) {
            beta[k] = reflect(a, k, p);
        }
        for (int i = 0; i < n; i++) {
            d[i] = a[i][i];
            q[i][i] = 1;
        }
        if (n > 1) {
            e[n - 2] = a[n - 1][n - 2];
        }
        // The reflections, last one first; q holds the transposed product, so its columns are reflected.
        for (int k = n - 3; k >= 0; k--) {
            if (beta[k] == 0) {
                continue;
            }
            for (int i = k + 1; i < n; i++) {
                double[] row = q[i];
                double dot = 0;
                for (int j = k + 1; j < n; j++) {
                    dot += row[j] * a[k][j];
                }
                dot *= beta[k];
                for (int j = k + 1; j < n; j++) {
                    row[j] -= dot * a[k][j];
                }
            }
        }
    }

    /** Zeroes column k below the subdiagonal; leaves the reflection's vector in row k and returns its factor. */
    private double reflect(double[][] a, int k, double[] p) {
        double norm = 0;
        for (int i = k + 1; i < n; i++) {
            norm = Math.hypot(norm, a[i][k]);
        }
        if (norm == 0) {
            e[k] = 0;
            return 0;
        }
        double[] v = a[k];
        for (int i = k + 1; i < n; i++) {
            v[i] = a[i][k];
        }
        double alpha = v[k + 1] > 0 ? -norm : norm;
        e[k] = alpha;
        v[k + 1] -= alpha;
        double square = 0;
        for (int i = k + 1; i < n; i++) {
            square += v[i] * v[i];
        }
        double beta = 2 / square;
        double half = 0;
        for (int i = k + 1; i < n; i++) {
            double sum = 0;
            double[] row = a[i];
            for (int j = k + 1; j < n; j++) {
                sum += row[j] * v[j];
            }
            p[i] = beta * sum;
            half += p[i] * v[i];
        }
        half *= beta / 2;
        for (int i = k + 1; i < n; i++) {
            p[i] -= half * v[i];
        }
        for (int i = k + 1; i < n; i++) {
            double[] row = a[i];
            double vi = v[i];
            double pi = p[i];
            for (int j = k + 1; j < n; j++) {
                row[j] -= vi * p[j] + pi * v[j];
            }
        }
        return beta;
    }

    private void diagonalise() {
        double norm = 0;
        for (int i = 0; i < n; i++) {
            norm = Math.max(norm, Math.abs(d[i]) + Math.abs(e[i]));
        }
        double negligible = Math.ulp(1.0) * norm;
        long steps = (long) STEPS_PER_VALUE * n;
        int hi = n - 1;
        while (hi > 0) {
            if (Math.abs(e[hi - 1]) <= negligible) {
                hi--;
                continue;
            }
            int lo = hi - 1;
            while (lo > 0 && Math.abs(e[lo - 1]) > negligible) {
                lo--;
            }
            if (steps-- == 0) {
                throw new ArithmeticException(
                        "eigenvalues of a " + n + " × " + n + " matrix do not converge: its values are not finite");
            }
            step(lo, hi);
        }
    }

    private void step(int lo, int hi) {
        double delta = (d[hi - 1] - d[hi]) / 2;
        double last = e[hi - 1];
        double shift = d[hi] - last * last / (delta + Math.copySign(Math.hypot(delta, last), delta));
        double x = d[lo] - shift;
        double z = e[lo];
        for (int k = lo; k < hi; k++) {
            double r = Math.hypot(x, z);
            double c = r == 0 ? 1 : x / r;
            double s = r == 0 ? 0 : z / r;
            if (k > lo) {
                e[k - 1] = r;
            }
            double a = d[k];
            double b = e[k];
            double g = d[k + 1];
            d[k] = c * c * a + 2 * c * s * b + s * s * g;
            d[k + 1] = s * s * a - 2 * c * s * b + c * c * g;
            e[k] = c * s * (g - a) + (c * c - s * s) * b;
            if (k < hi - 1) {
                x = e[k];
                z = s * e[k + 1];
                e[k + 1] *= c;
            }
            rotate(q[k], q[k + 1], c, s);
        }
    }

    private static void rotate(double[] upper, double[] lower, double c, double s) {
        for (int j = 0; j < upper.length; j++) {
            double u = upper[j];
            double l = lower[j];
            upper[j] = c * u + s * l;
            lower[j] = c * l - s * u;
        }
    }

    private void order() {
        double[] values = d.clone();
        double[][] vectors = q.clone();
        int[] descending = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> values[i]).reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 0; i < n; i++) {
            d[i] = values[descending[i]];
            q[i] = vectors[descending[i]];
        }
    }
}
