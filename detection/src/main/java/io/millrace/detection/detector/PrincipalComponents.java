package io.millrace.detection.detector;

import java.util.List;

/**
 * Mean and leading principal directions of a sample of windows.
 *
 * @param mean [size]
 * @param components directions of length 1, largest variance first, [count × size]
 */
record PrincipalComponents(float[] mean, float[] components) {

    /**
     * As many components as explain a share of the variance.
     *
     * <p>The smaller of the two Gram matrices is decomposed, [samples × samples] or [size × size], see {@link SymmetricEigen} for the
     * cost.
     *
     * @param sample windows of equal length, at least one
     * @param share of the variance, in (0, 1]
     */
    static PrincipalComponents fit(List<float[]> sample, double share) {
        int n = sample.size();
        int size = sample.get(0).length;
        var mean = new double[size];
        for (float[] window : sample) {
            for (int i = 0; i < size; i++) {
                mean[i] += window[i] / n;
            }
        }
        var centred = new double[n][size];
        for (int r = 0; r < n; r++) {
            for (int i = 0; i < size; i++) {
                centred[r][i] = sample.get(r)[i] - mean[i];
            }
        }
        boolean bySample = n < size;
        double[][] gram = bySample ? products(centred) : products(transposed(centred));
        double total = 0;
        for (int i = 0; i < gram.length; i++) {
            total += gram[i][i];
        }
        var eigen = new SymmetricEigen(gram);
        int count = 0;
        double explained = 0;
        double negligible = 1e-12 * total;
        while (count < gram.length && explained < share * total && eigen.value(count) > negligible) {
            explained += eigen.value(count++);
        }
        var components = new float[count * size];
        for (int k = 0; k < count; k++) {
            double[] direction = bySample ? combine(centred, eigen.vector(k)) : eigen.vector(k);
            double norm = 0;
            for (double value : direction) {
                norm += value * value;
            }
            norm = Math.sqrt(norm);
            for (int i = 0; i < size; i++) {
                components[k * size + i] = (float) (direction[i] / norm);
            }
        }
        var mean32 = new float[size];
        for (int i = 0; i < size; i++) {
            mean32[i] = (float) mean[i];
        }
        return new PrincipalComponents(mean32, components);
    }

    /** All inner products of the rows. */
    private static double[][] products(double[][] rows) {
        int n = rows.length;
        var products = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                products[i][j] = Dot.of(rows[i], rows[j], rows[i].length);
                products[j][i] = products[i][j];
            }
        }
        return products;
    }

    private static double[][] transposed(double[][] rows) {
        var columns = new double[rows[0].length][rows.length];
        for (int r = 0; r < rows.length; r++) {
            for (int i = 0; i < columns.length; i++) {
                columns[i][r] = rows[r][i];
            }
        }
        return columns;
    }

    private static double[] combine(double[][] rows, double[] weights) {
        var sum = new double[rows[0].length];
        for (int r = 0; r < rows.length; r++) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += weights[r] * rows[r][i];
            }
        }
        return sum;
    }
}
