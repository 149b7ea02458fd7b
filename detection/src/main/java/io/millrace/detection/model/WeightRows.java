package io.millrace.detection.model;

import java.util.Arrays;

/**
 * A matrix whose rows are arrays of their own: C2 vectorises a loop only when it can tell its arrays' alignment. Immutable, shared.
 *
 * @param rows [inputs][width]
 */
record WeightRows(float[][] rows, int width) {

    /** @param matrix [inputs × width], row-major */
    static WeightRows of(float[] matrix, int inputs, int width) {
        var rows = new float[inputs][];
        for (int k = 0; k < inputs; k++) {
            rows[k] = Arrays.copyOfRange(matrix, k * width, (k + 1) * width);
        }
        return new WeightRows(rows, width);
    }

    /** z += x·W with x = vector[at … at + inputs). Four rows in one pass, so that z is loaded and stored a quarter as often. */
    void addProduct(float[] vector, int at, float[] z) {
        int k = 0;
        for (; k + 4 <= rows.length; k += 4) {
            addFour(
                    z,
                    width,
                    vector[at + k],
                    rows[k],
                    vector[at + k + 1],
                    rows[k + 1],
                    vector[at + k + 2],
                    rows[k + 2],
                    vector[at + k + 3],
                    rows[k + 3]);
        }
        for (; k < rows.length; k++) {
            addOne(z, width, vector[at + k], rows[k]);
        }
    }

    private static void addFour(
            float[] z, int width, float xa, float[] a, float xb, float[] b, float xc, float[] c, float xd, float[] d) {
        for (int j = 0; j < width; j++) {
            z[j] += xa * a[j] + xb * b[j] + xc * c[j] + xd * d[j];
        }
    }

    private static void addOne(float[] z, int width, float x, float[] row) {
        for (int j = 0; j < width; j++) {
            z[j] += x * row[j];
        }
    }
}
