package io.millrace.detection.simd.kernel;

import static io.millrace.detection.simd.kernel.Lanes.BLOCK;
import static io.millrace.detection.simd.kernel.Lanes.LENGTH;
import static io.millrace.detection.simd.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Gradients of weights: products that sum over steps and windows. Operands are histories: a row per unit, in it a block of lanes
 * per step, so that the sum runs along memory.
 */
public final class Gradients {

    private Gradients() {}

    /**
     * w[r, q] += Σ a[r]·b[q] over {@code length} floats of the rows' histories.
     *
     * @param a inputs' history: row r begins at aAt + r·aStride
     * @param aRows rows of {@code a} that count; one more must be readable when odd
     * @param b derivatives' history: row q begins at bAt + q·bStride
     * @param bRows rows of {@code b} that count; readable up to the next multiple of four
     * @param w receives the sums, [aRows × bRows] from {@code wAt}, row-major
     * @param sums scratch, [8]
     */
    public static void add(
            float[] a,
            int aAt,
            int aStride,
            int aRows,
            float[] b,
            int bAt,
            int bStride,
            int bRows,
            int length,
            float[] w,
            int wAt,
            float[] sums) {
        for (int q = 0; q < bRows; q += 4) {
            int columns = Math.min(4, bRows - q);
            for (int r = 0; r < aRows; r += 2) {
                tile(a, aAt + r * aStride, aStride, b, bAt + q * bStride, bStride, length, sums);
                int to = wAt + r * bRows + q;
                for (int n = 0; n < columns; n++) {
                    w[to + n] += sums[n];
                }
                if (r + 1 < aRows) {
                    for (int n = 0; n < columns; n++) {
                        w[to + bRows + n] += sums[4 + n];
                    }
                }
            }
        }
    }

    /** Copies the blocks of one step into a history: row n of {@code from} to toAt + n·stride. */
    public static void remember(float[] from, int fromAt, int rows, float[] to, int toAt, int stride) {
        for (int n = 0; n < rows; n++) {
            FloatVector.fromArray(SPECIES, from, fromAt + n * BLOCK).intoArray(to, toAt + n * stride);
            FloatVector.fromArray(SPECIES, from, fromAt + n * BLOCK + LENGTH).intoArray(to, toAt + n * stride + LENGTH);
        }
    }

    /** sum += x, [length]. */
    public static void accumulate(float[] sum, float[] x, int xAt, int length) {
        for (int n = 0; n < length; n += LENGTH) {
            FloatVector.fromArray(SPECIES, sum, n)
                    .add(FloatVector.fromArray(SPECIES, x, xAt + n))
                    .intoArray(sum, n);
        }
    }

    private static void tile(
            float[] a, int aAt, int aStride, float[] b, int bAt, int bStride, int length, float[] sums) {
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = FloatVector.zero(SPECIES);
        FloatVector s02 = FloatVector.zero(SPECIES);
        FloatVector s03 = FloatVector.zero(SPECIES);
        FloatVector s10 = FloatVector.zero(SPECIES);
        FloatVector s11 = FloatVector.zero(SPECIES);
        FloatVector s12 = FloatVector.zero(SPECIES);
        FloatVector s13 = FloatVector.zero(SPECIES);
        int a1 = aAt + aStride;
        int b1 = bAt + bStride;
        int b2 = b1 + bStride;
        int b3 = b2 + bStride;
        int blocks = length / BLOCK;
        // a product of two factors as an index keeps its range check in the loop, which stops C2 from hoisting loads
        // into spills
        for (int n = 0; n < blocks; n++) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, a, aAt + n * 2 * LENGTH);
            FloatVector x1 = FloatVector.fromArray(SPECIES, a, a1 + n * 2 * LENGTH);
            FloatVector y = FloatVector.fromArray(SPECIES, b, bAt + n * BLOCK);
            s00 = y.fma(x0, s00);
            s10 = y.fma(x1, s10);
            y = FloatVector.fromArray(SPECIES, b, b1 + n * BLOCK);
            s01 = y.fma(x0, s01);
            s11 = y.fma(x1, s11);
            y = FloatVector.fromArray(SPECIES, b, b2 + n * BLOCK);
            s02 = y.fma(x0, s02);
            s12 = y.fma(x1, s12);
            y = FloatVector.fromArray(SPECIES, b, b3 + n * BLOCK);
            s03 = y.fma(x0, s03);
            s13 = y.fma(x1, s13);
            x0 = FloatVector.fromArray(SPECIES, a, aAt + n * 2 * LENGTH + LENGTH);
            x1 = FloatVector.fromArray(SPECIES, a, a1 + n * 2 * LENGTH + LENGTH);
            y = FloatVector.fromArray(SPECIES, b, bAt + n * BLOCK + LENGTH);
            s00 = y.fma(x0, s00);
            s10 = y.fma(x1, s10);
            y = FloatVector.fromArray(SPECIES, b, b1 + n * BLOCK + LENGTH);
            s01 = y.fma(x0, s01);
            s11 = y.fma(x1, s11);
            y = FloatVector.fromArray(SPECIES, b, b2 + n * BLOCK + LENGTH);
            s02 = y.fma(x0, s02);
            s12 = y.fma(x1, s12);
            y = FloatVector.fromArray(SPECIES, b, b3 + n * BLOCK + LENGTH);
            s03 = y.fma(x0, s03);
            s13 = y.fma(x1, s13);
        }
        sums[0] = s00.reduceLanes(VectorOperators.ADD);
        sums[1] = s01.reduceLanes(VectorOperators.ADD);
        sums[2] = s02.reduceLanes(VectorOperators.ADD);
        sums[3] = s03.reduceLanes(VectorOperators.ADD);
        sums[4] = s10.reduceLanes(VectorOperators.ADD);
        sums[5] = s11.reduceLanes(VectorOperators.ADD);
        sums[6] = s12.reduceLanes(VectorOperators.ADD);
        sums[7] = s13.reduceLanes(VectorOperators.ADD);
    }
}
