package io.millrace.detection.simd.kernel;

import static io.millrace.detection.simd.kernel.Lanes.BLOCK;
import static io.millrace.detection.simd.kernel.Lanes.LENGTH;
import static io.millrace.detection.simd.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Matrix products, register-blocked: eight accumulators stay in registers over the whole sum. Each output is its initial value plus
 * the products in ascending order of k, each by one fused multiply-add: the order is part of the contract, both forms keep it.
 *
 * <p>Eight accumulators hide the latency of two fused multiply-adds per cycle; twelve spill in C2's register allocation. The sums
 * are unrolled by two by hand. Indices of inputs are written k·2·LENGTH on purpose: C2 cannot see through two factors, keeps the
 * range check in the loop, and the check stops it from hoisting loads until accumulators spill (44 instead of 88 GFLOP/s here).
 */
public final class Products {

    private Products() {}

    /**
     * Lanes are windows: for every group of four outputs (the four gates of a unit) and {@link Lanes#BLOCK} lanes, z = init + Σ w·x.
     *
     * @param w weights, [groups × stride × 4]
     * @param wAt index of the first group's first weight
     * @param wStride floats from group to group
     * @param x inputs, [count × BLOCK] from {@code xAt}
     * @param init initial values: output g of group j starts at initAt + g·initPlane + j·initGroup
     * @param z outputs: output g of group j starts at zAt + g·zPlane + j·zGroup
     */
    public static void blocks(
            float[] w,
            int wAt,
            int wStride,
            int groups,
            float[] x,
            int xAt,
            int count,
            float[] init,
            int initAt,
            int initPlane,
            int initGroup,
            float[] z,
            int zAt,
            int zPlane,
            int zGroup) {
        for (int j = 0; j < groups; j++) {
            block(
                    w,
                    wAt + j * wStride,
                    x,
                    xAt,
                    count,
                    init,
                    initAt + j * initGroup,
                    initPlane,
                    z,
                    zAt + j * zGroup,
                    zPlane);
        }
    }

    /** One group of {@link #blocks}: a method of its own, since C2 spills accumulators when the loops are nested in one. */
    private static void block(
            float[] w,
            int wAt,
            float[] x,
            int xAt,
            int count,
            float[] init,
            int initAt,
            int initPlane,
            float[] z,
            int zAt,
            int zPlane) {
        int even = count & ~1;
        int i1 = initAt + initPlane;
        int i2 = i1 + initPlane;
        int i3 = i2 + initPlane;
        FloatVector a0 = FloatVector.fromArray(SPECIES, init, initAt);
        FloatVector b0 = FloatVector.fromArray(SPECIES, init, initAt + LENGTH);
        FloatVector a1 = FloatVector.fromArray(SPECIES, init, i1);
        FloatVector b1 = FloatVector.fromArray(SPECIES, init, i1 + LENGTH);
        FloatVector a2 = FloatVector.fromArray(SPECIES, init, i2);
        FloatVector b2 = FloatVector.fromArray(SPECIES, init, i2 + LENGTH);
        FloatVector a3 = FloatVector.fromArray(SPECIES, init, i3);
        FloatVector b3 = FloatVector.fromArray(SPECIES, init, i3 + LENGTH);
        for (int k = 0; k < even; k += 2) {
            FloatVector xa = FloatVector.fromArray(SPECIES, x, xAt + k * 2 * LENGTH);
            FloatVector xb = FloatVector.fromArray(SPECIES, x, xAt + k * 2 * LENGTH + LENGTH);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wAt + 4 * k]);
            a0 = w0.fma(xa, a0);
            b0 = w0.fma(xb, b0);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wAt + 4 * k + 1]);
            a1 = w1.fma(xa, a1);
            b1 = w1.fma(xb, b1);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wAt + 4 * k + 2]);
            a2 = w2.fma(xa, a2);
            b2 = w2.fma(xb, b2);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wAt + 4 * k + 3]);
            a3 = w3.fma(xa, a3);
            b3 = w3.fma(xb, b3);
            FloatVector ya = FloatVector.fromArray(SPECIES, x, xAt + (k + 1) * 2 * LENGTH);
            FloatVector yb = FloatVector.fromArray(SPECIES, x, xAt + (k + 1) * 2 * LENGTH + LENGTH);
            FloatVector v0 = FloatVector.broadcast(SPECIES, w[wAt + 4 * k + 4]);
            a0 = v0.fma(ya, a0);
            b0 = v0.fma(yb, b0);
            FloatVector v1 = FloatVector.broadcast(SPECIES, w[wAt + 4 * k + 5]);
            a1 = v1.fma(ya, a1);
            b1 = v1.fma(yb, b1);
            FloatVector v2 = FloatVector.broadcast(SPECIES, w[wAt + 4 * k + 6]);
            a2 = v2.fma(ya, a2);
            b2 = v2.fma(yb, b2);
            FloatVector v3 = FloatVector.broadcast(SPECIES, w[wAt + 4 * k + 7]);
            a3 = v3.fma(ya, a3);
            b3 = v3.fma(yb, b3);
        }
        if (even < count) {
            FloatVector xa = FloatVector.fromArray(SPECIES, x, xAt + even * BLOCK);
            FloatVector xb = FloatVector.fromArray(SPECIES, x, xAt + even * BLOCK + LENGTH);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wAt + 4 * even]);
            a0 = w0.fma(xa, a0);
            b0 = w0.fma(xb, b0);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wAt + 4 * even + 1]);
            a1 = w1.fma(xa, a1);
            b1 = w1.fma(xb, b1);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wAt + 4 * even + 2]);
            a2 = w2.fma(xa, a2);
            b2 = w2.fma(xb, b2);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wAt + 4 * even + 3]);
            a3 = w3.fma(xa, a3);
            b3 = w3.fma(xb, b3);
        }
        int o1 = zAt + zPlane;
        int o2 = o1 + zPlane;
        int o3 = o2 + zPlane;
        a0.intoArray(z, zAt);
        b0.intoArray(z, zAt + LENGTH);
        a1.intoArray(z, o1);
        b1.intoArray(z, o1 + LENGTH);
        a2.intoArray(z, o2);
        b2.intoArray(z, o2 + LENGTH);
        a3.intoArray(z, o3);
        b3.intoArray(z, o3 + LENGTH);
    }

    /**
     * Lanes are windows with weights of their own: y = bias + Σ w·x for every output and {@link Lanes#BLOCK} lanes.
     *
     * @param w weights, [outputs × count × BLOCK]
     * @param bias [outputs × BLOCK]
     * @param x inputs, [count × BLOCK] from {@code xAt}
     * @param y [outputs × BLOCK]
     */
    public static void lanes(float[] w, float[] bias, int outputs, float[] x, int xAt, int count, float[] y) {
        for (int f = 0; f < outputs; f++) {
            int at = f * BLOCK;
            int wf = f * count * BLOCK;
            FloatVector a = FloatVector.fromArray(SPECIES, bias, at);
            FloatVector b = FloatVector.fromArray(SPECIES, bias, at + LENGTH);
            for (int k = 0; k < count; k++) {
                int k0 = k * BLOCK;
                a = FloatVector.fromArray(SPECIES, w, wf + k0).fma(FloatVector.fromArray(SPECIES, x, xAt + k0), a);
                b = FloatVector.fromArray(SPECIES, w, wf + k0 + LENGTH)
                        .fma(FloatVector.fromArray(SPECIES, x, xAt + k0 + LENGTH), b);
            }
            a.intoArray(y, at);
            b.intoArray(y, at + LENGTH);
        }
    }

    /**
     * Lanes are the units of one window: for every tile of {@link Lanes#BLOCK} units and four planes, z = init + Σ w·x.
     *
     * @param w weights, [tiles × stride × 4 × BLOCK]
     * @param wAt index of the first tile's first weight
     * @param wStride floats from tile to tile
     * @param x inputs, [count] from {@code xAt}
     * @param init initial values, [4 × plane]
     * @param z outputs, [4 × plane]
     * @param plane units, padded to whole tiles
     */
    public static void units(
            float[] w, int wAt, int wStride, float[] x, int xAt, int count, float[] init, float[] z, int plane) {
        for (int at = 0; at < plane; at += BLOCK) {
            int at1 = at + plane;
            int at2 = at1 + plane;
            int at3 = at2 + plane;
            FloatVector a0 = FloatVector.fromArray(SPECIES, init, at);
            FloatVector b0 = FloatVector.fromArray(SPECIES, init, at + LENGTH);
            FloatVector a1 = FloatVector.fromArray(SPECIES, init, at1);
            FloatVector b1 = FloatVector.fromArray(SPECIES, init, at1 + LENGTH);
            FloatVector a2 = FloatVector.fromArray(SPECIES, init, at2);
            FloatVector b2 = FloatVector.fromArray(SPECIES, init, at2 + LENGTH);
            FloatVector a3 = FloatVector.fromArray(SPECIES, init, at3);
            FloatVector b3 = FloatVector.fromArray(SPECIES, init, at3 + LENGTH);
            int wj = wAt + at / BLOCK * wStride;
            for (int k = 0; k < count; k++) {
                int wk = wj + k * 4 * BLOCK;
                FloatVector xk = FloatVector.broadcast(SPECIES, x[xAt + k]);
                a0 = FloatVector.fromArray(SPECIES, w, wk).fma(xk, a0);
                b0 = FloatVector.fromArray(SPECIES, w, wk + LENGTH).fma(xk, b0);
                a1 = FloatVector.fromArray(SPECIES, w, wk + 2 * LENGTH).fma(xk, a1);
                b1 = FloatVector.fromArray(SPECIES, w, wk + 3 * LENGTH).fma(xk, b1);
                a2 = FloatVector.fromArray(SPECIES, w, wk + 4 * LENGTH).fma(xk, a2);
                b2 = FloatVector.fromArray(SPECIES, w, wk + 5 * LENGTH).fma(xk, b2);
                a3 = FloatVector.fromArray(SPECIES, w, wk + 6 * LENGTH).fma(xk, a3);
                b3 = FloatVector.fromArray(SPECIES, w, wk + 7 * LENGTH).fma(xk, b3);
            }
            a0.intoArray(z, at);
            b0.intoArray(z, at + LENGTH);
            a1.intoArray(z, at1);
            b1.intoArray(z, at1 + LENGTH);
            a2.intoArray(z, at2);
            b2.intoArray(z, at2 + LENGTH);
            a3.intoArray(z, at3);
            b3.intoArray(z, at3 + LENGTH);
        }
    }

    /**
     * Lanes are the outputs of a dense layer, four steps of one window at a time: y = bias + Σ w·h.
     *
     * @param w weights, [outputVectors × count × LENGTH]
     * @param bias [outputVectors × LENGTH]
     * @param h inputs, [steps × hStride]; {@code steps} is a multiple of four
     * @param y outputs, [steps × outputVectors·LENGTH]
     */
    public static void dense(float[] w, float[] bias, int count, float[] h, int hStride, int steps, float[] y) {
        int width = bias.length;
        for (int v = 0; v < width; v += LENGTH) {
            FloatVector b = FloatVector.fromArray(SPECIES, bias, v);
            for (int t = 0; t < steps; t += 4) {
                FloatVector a0 = b;
                FloatVector a1 = b;
                FloatVector a2 = b;
                FloatVector a3 = b;
                int h0 = t * hStride;
                int h1 = h0 + hStride;
                int h2 = h1 + hStride;
                int h3 = h2 + hStride;
                int wv = v * count;
                for (int k = 0; k < count; k++) {
                    FloatVector wk = FloatVector.fromArray(SPECIES, w, wv + k * LENGTH);
                    a0 = wk.fma(FloatVector.broadcast(SPECIES, h[h0 + k]), a0);
                    a1 = wk.fma(FloatVector.broadcast(SPECIES, h[h1 + k]), a1);
                    a2 = wk.fma(FloatVector.broadcast(SPECIES, h[h2 + k]), a2);
                    a3 = wk.fma(FloatVector.broadcast(SPECIES, h[h3 + k]), a3);
                }
                int o = t * width + v;
                a0.intoArray(y, o);
                a1.intoArray(y, o + width);
                a2.intoArray(y, o + 2 * width);
                a3.intoArray(y, o + 3 * width);
            }
        }
    }

    /**
     * Lanes are the outputs of a dense layer on one row: y = bias + Σ w·x. Four vectors of outputs at a time, since one sum of products
     * waits for each of them.
     *
     * @param w weights, [outputVectors × count × LENGTH]
     * @param bias [outputVectors × LENGTH]
     * @param x inputs, [count] from {@code xAt}
     * @param y outputs, [outputVectors × LENGTH] from {@code yAt}
     */
    public static void row(float[] w, float[] bias, int count, float[] x, int xAt, float[] y, int yAt) {
        int vector = count * LENGTH;
        int v = 0;
        for (; v + 4 * LENGTH <= bias.length; v += 4 * LENGTH) {
            fourVectors(w, v * count, vector, bias, v, count, x, xAt, y, yAt + v);
        }
        for (; v < bias.length; v += LENGTH) {
            FloatVector a = FloatVector.fromArray(SPECIES, bias, v);
            for (int k = 0; k < count; k++) {
                a = FloatVector.fromArray(SPECIES, w, v * count + k * LENGTH)
                        .fma(FloatVector.broadcast(SPECIES, x[xAt + k]), a);
            }
            a.intoArray(y, yAt + v);
        }
    }

    private static void fourVectors(
            float[] w, int wAt, int vector, float[] bias, int v, int count, float[] x, int xAt, float[] y, int yAt) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, bias, v);
        FloatVector a1 = FloatVector.fromArray(SPECIES, bias, v + LENGTH);
        FloatVector a2 = FloatVector.fromArray(SPECIES, bias, v + 2 * LENGTH);
        FloatVector a3 = FloatVector.fromArray(SPECIES, bias, v + 3 * LENGTH);
        for (int k = 0; k < count; k++) {
            FloatVector xk = FloatVector.broadcast(SPECIES, x[xAt + k]);
            int wk = wAt + k * LENGTH;
            a0 = FloatVector.fromArray(SPECIES, w, wk).fma(xk, a0);
            a1 = FloatVector.fromArray(SPECIES, w, wk + vector).fma(xk, a1);
            a2 = FloatVector.fromArray(SPECIES, w, wk + 2 * vector).fma(xk, a2);
            a3 = FloatVector.fromArray(SPECIES, w, wk + 3 * vector).fma(xk, a3);
        }
        a0.intoArray(y, yAt);
        a1.intoArray(y, yAt + LENGTH);
        a2.intoArray(y, yAt + 2 * LENGTH);
        a3.intoArray(y, yAt + 3 * LENGTH);
    }
}
