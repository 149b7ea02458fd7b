package io.millrace.detection.simd.kernel;

import static io.millrace.detection.simd.kernel.Lanes.BLOCK;
import static io.millrace.detection.simd.kernel.Lanes.LENGTH;
import static io.millrace.detection.simd.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * What self-attention needs beside {@link Products}, for lanes that are windows and for one window. Logits arrive scaled to base two,
 * so that the softmax is one of powers of two ({@link Cells#powers}): logits 30 below the largest count as those 30 below. Both forms
 * add in the same order, by the same fused multiply-adds.
 */
public final class Attention {

    private Attention() {}

    /**
     * Lanes are windows: logits of one query against the keys of all steps.
     *
     * @param projected queries and keys, [steps × stride × BLOCK]
     * @param queryAt where the query begins, [size × BLOCK]
     * @param keyAt where the first step's key begins
     * @param stride floats from step to step
     * @param logits receives them, [steps × BLOCK]
     */
    public static void logits(
            float[] projected, int queryAt, int keyAt, int stride, int size, int steps, float[] logits) {
        int s = 0;
        for (; s + 4 <= steps; s += 4) {
            four(projected, queryAt, keyAt + s * stride, stride, size, logits, s * BLOCK);
        }
        for (; s < steps; s++) {
            one(projected, queryAt, keyAt + s * stride, size, logits, s * BLOCK);
        }
    }

    private static void four(float[] x, int queryAt, int keyAt, int stride, int size, float[] logits, int at) {
        int k1 = keyAt + stride;
        int k2 = k1 + stride;
        int k3 = k2 + stride;
        FloatVector a0 = FloatVector.zero(SPECIES);
        FloatVector b0 = a0;
        FloatVector a1 = a0;
        FloatVector b1 = a0;
        FloatVector a2 = a0;
        FloatVector b2 = a0;
        FloatVector a3 = a0;
        FloatVector b3 = a0;
        for (int d = 0; d < size; d++) {
            int o = d * 2 * LENGTH;
            FloatVector qa = FloatVector.fromArray(SPECIES, x, queryAt + o);
            FloatVector qb = FloatVector.fromArray(SPECIES, x, queryAt + o + LENGTH);
            a0 = FloatVector.fromArray(SPECIES, x, keyAt + o).fma(qa, a0);
            b0 = FloatVector.fromArray(SPECIES, x, keyAt + o + LENGTH).fma(qb, b0);
            a1 = FloatVector.fromArray(SPECIES, x, k1 + o).fma(qa, a1);
            b1 = FloatVector.fromArray(SPECIES, x, k1 + o + LENGTH).fma(qb, b1);
            a2 = FloatVector.fromArray(SPECIES, x, k2 + o).fma(qa, a2);
            b2 = FloatVector.fromArray(SPECIES, x, k2 + o + LENGTH).fma(qb, b2);
            a3 = FloatVector.fromArray(SPECIES, x, k3 + o).fma(qa, a3);
            b3 = FloatVector.fromArray(SPECIES, x, k3 + o + LENGTH).fma(qb, b3);
        }
        a0.intoArray(logits, at);
        b0.intoArray(logits, at + LENGTH);
        a1.intoArray(logits, at + BLOCK);
        b1.intoArray(logits, at + BLOCK + LENGTH);
        a2.intoArray(logits, at + 2 * BLOCK);
        b2.intoArray(logits, at + 2 * BLOCK + LENGTH);
        a3.intoArray(logits, at + 3 * BLOCK);
        b3.intoArray(logits, at + 3 * BLOCK + LENGTH);
    }

    private static void one(float[] x, int queryAt, int keyAt, int size, float[] logits, int at) {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        for (int d = 0; d < size; d++) {
            int o = d * 2 * LENGTH;
            a = FloatVector.fromArray(SPECIES, x, keyAt + o).fma(FloatVector.fromArray(SPECIES, x, queryAt + o), a);
            b = FloatVector.fromArray(SPECIES, x, keyAt + o + LENGTH)
                    .fma(FloatVector.fromArray(SPECIES, x, queryAt + o + LENGTH), b);
        }
        a.intoArray(logits, at);
        b.intoArray(logits, at + LENGTH);
    }

    /**
     * Lanes are windows: adds a query's share of the mean attention, weights += softmax(logits) / steps.
     *
     * @param logits [steps × BLOCK]; overwritten
     * @param weights [steps × BLOCK]
     */
    public static void attend(float[] logits, int steps, float[] weights) {
        int length = steps * BLOCK;
        belowLargest(logits, length);
        Cells.powers(logits, 0, length);
        addShares(logits, length, steps, weights);
    }

    private static void belowLargest(float[] logits, int length) {
        FloatVector a = FloatVector.fromArray(SPECIES, logits, 0);
        FloatVector b = FloatVector.fromArray(SPECIES, logits, LENGTH);
        for (int i = BLOCK; i < length; i += BLOCK) {
            FloatVector la = FloatVector.fromArray(SPECIES, logits, i);
            FloatVector lb = FloatVector.fromArray(SPECIES, logits, i + LENGTH);
            a = a.blend(la, la.compare(VectorOperators.GT, a));
            b = b.blend(lb, lb.compare(VectorOperators.GT, b));
        }
        for (int i = 0; i < length; i += BLOCK) {
            a.sub(FloatVector.fromArray(SPECIES, logits, i)).intoArray(logits, i);
            b.sub(FloatVector.fromArray(SPECIES, logits, i + LENGTH)).intoArray(logits, i + LENGTH);
        }
    }

    private static void addShares(float[] powers, int length, int steps, float[] weights) {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        for (int i = 0; i < length; i += BLOCK) {
            a = a.add(FloatVector.fromArray(SPECIES, powers, i));
            b = b.add(FloatVector.fromArray(SPECIES, powers, i + LENGTH));
        }
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        a = one.div(a.mul(steps));
        b = one.div(b.mul(steps));
        for (int i = 0; i < length; i += BLOCK) {
            FloatVector.fromArray(SPECIES, powers, i)
                    .fma(a, FloatVector.fromArray(SPECIES, weights, i))
                    .intoArray(weights, i);
            FloatVector.fromArray(SPECIES, powers, i + LENGTH)
                    .fma(b, FloatVector.fromArray(SPECIES, weights, i + LENGTH))
                    .intoArray(weights, i + LENGTH);
        }
    }

    /**
     * One window, lanes are steps: as {@link #attend}.
     *
     * @param logits of one query, [steps padded to vectors] from {@code at}; overwritten
     * @param weights [steps padded to vectors]; those of the padding are never to be read
     */
    public static void attendRow(float[] logits, int at, int steps, float[] weights) {
        float largest = logits[at];
        for (int s = 1; s < steps; s++) {
            float logit = logits[at + s];
            largest = logit > largest ? logit : largest;
        }
        FloatVector edge = FloatVector.broadcast(SPECIES, largest);
        for (int s = 0; s < steps; s += LENGTH) {
            edge.sub(FloatVector.fromArray(SPECIES, logits, at + s)).intoArray(logits, at + s);
        }
        Cells.powers(logits, at, at + steps);
        float sum = 0;
        for (int s = 0; s < steps; s++) {
            sum += logits[at + s];
        }
        FloatVector share = FloatVector.broadcast(SPECIES, 1 / (sum * steps));
        for (int s = 0; s < steps; s += LENGTH) {
            FloatVector.fromArray(SPECIES, logits, at + s)
                    .fma(share, FloatVector.fromArray(SPECIES, weights, s))
                    .intoArray(weights, s);
        }
    }

    /**
     * Lanes are windows: y += weight·x.
     *
     * @param weights [BLOCK] from {@code at}
     * @param x [count × BLOCK] from {@code xAt}
     * @param y [count × BLOCK]
     */
    public static void addScaled(float[] weights, int at, float[] x, int xAt, int count, float[] y) {
        FloatVector a = FloatVector.fromArray(SPECIES, weights, at);
        FloatVector b = FloatVector.fromArray(SPECIES, weights, at + LENGTH);
        for (int i = 0; i < count * BLOCK; i += BLOCK) {
            FloatVector.fromArray(SPECIES, x, xAt + i)
                    .fma(a, FloatVector.fromArray(SPECIES, y, i))
                    .intoArray(y, i);
            FloatVector.fromArray(SPECIES, x, xAt + i + LENGTH)
                    .fma(b, FloatVector.fromArray(SPECIES, y, i + LENGTH))
                    .intoArray(y, i + LENGTH);
        }
    }

    /**
     * One window: the same.
     *
     * @param x [length] from {@code xAt}, {@code length} a multiple of the vectors'
     * @param y [length]
     */
    public static void addScaledRow(float weight, float[] x, int xAt, int length, float[] y) {
        FloatVector a = FloatVector.broadcast(SPECIES, weight);
        for (int i = 0; i < length; i += LENGTH) {
            FloatVector.fromArray(SPECIES, x, xAt + i)
                    .fma(a, FloatVector.fromArray(SPECIES, y, i))
                    .intoArray(y, i);
        }
    }
}
