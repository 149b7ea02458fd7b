package io.millrace.detection.simd.kernel;

import static io.millrace.detection.simd.kernel.Lanes.LENGTH;
import static io.millrace.detection.simd.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The cell update c' = σ(f)·c + σ(i)·a(g), h = σ(o)·a(c') on planes [g | f | o | i] of equal length, whatever their lanes mean.
 *
 * <p>Gates arrive scaled to base two: with e = 2^−z, σ = 1/(1+e) and, for z scaled twice, tanh = (1−e)/(1+e). The quotients of a
 * product share one denominator, so that a cell costs two divisions instead of five. 2^−z is 2^n times a polynomial of degree 5 on
 * [−½, ½] with n held within ±30: relative error of the power below 3e-7, σ and tanh within 4e-7 of the exact ones.
 *
 * <p>The passes are separate loops because C2 stops inlining at about three exponentials in one method.
 */
public final class Cells {

    /** Scale of a gate whose sigmoid is taken: z = x·log2(e). */
    public static final float SIGMOID_SCALE = (float) (1 / Math.log(2));

    /** Scale of a value whose tanh is taken: z = 2x·log2(e). Cells are kept at this scale when the activation is tanh. */
    public static final float TANH_SCALE = (float) (2 / Math.log(2));

    private static final float ROUND = 0x1.8p23f; // adding it leaves the nearest integer in the low bits
    private static final int LARGEST = Float.floatToRawIntBits(30f);
    private static final int SIGN = 0x80000000;

    private static final float C0 = 1.0f;
    private static final float C1 = 0.69314698f;
    private static final float C2 = 0.24022242f;
    private static final float C3 = 0.05550734f;
    private static final float C4 = 0.00967151f;
    private static final float C5 = 0.00132647f;

    private Cells() {}

    /** z ← 2^−z over [from, to). */
    public static void powers(float[] z, int from, int to) {
        for (int i = from; i < to; i += LENGTH) {
            power(FloatVector.fromArray(SPECIES, z, i)).intoArray(z, i);
        }
    }

    /**
     * Cell update with tanh.
     *
     * @param e powers of the gates, planes [g | f | o | i] of {@code length} each
     * @param c cells at {@link #TANH_SCALE}, [length] from {@code cAt}; updated
     * @param h receives the outputs, [length] from {@code hAt}
     */
    public static void tanh(float[] e, int length, float[] c, int cAt, float[] h, int hAt) {
        for (int i = 0; i < length; i += LENGTH) {
            FloatVector g = FloatVector.fromArray(SPECIES, e, i);
            FloatVector forget = FloatVector.fromArray(SPECIES, e, length + i).add(1f);
            FloatVector input =
                    FloatVector.fromArray(SPECIES, e, 3 * length + i).add(1f);
            FloatVector share = input.mul(g.add(1f));
            FloatVector added =
                    g.fma(FloatVector.broadcast(SPECIES, -TANH_SCALE), FloatVector.broadcast(SPECIES, TANH_SCALE));
            FloatVector cell = FloatVector.fromArray(SPECIES, c, cAt + i)
                    .fma(share, added.mul(forget))
                    .div(share.mul(forget));
            cell.intoArray(c, cAt + i);
            FloatVector p = power(cell);
            FloatVector output =
                    FloatVector.fromArray(SPECIES, e, 2 * length + i).add(1f);
            FloatVector one = FloatVector.broadcast(SPECIES, 1f);
            one.sub(p).div(output.mul(p.add(1f))).intoArray(h, hAt + i);
        }
    }

    /** Cell update with ReLU: plane g holds the gate itself at scale 1, the others powers; cells are at scale 1. */
    public static void relu(float[] e, int length, float[] c, int cAt, float[] h, int hAt) {
        for (int i = 0; i < length; i += LENGTH) {
            FloatVector g = positive(FloatVector.fromArray(SPECIES, e, i));
            FloatVector forget = FloatVector.fromArray(SPECIES, e, length + i).add(1f);
            FloatVector input =
                    FloatVector.fromArray(SPECIES, e, 3 * length + i).add(1f);
            FloatVector cell = FloatVector.fromArray(SPECIES, c, cAt + i)
                    .fma(input, g.mul(forget))
                    .div(input.mul(forget));
            cell.intoArray(c, cAt + i);
            FloatVector output =
                    FloatVector.fromArray(SPECIES, e, 2 * length + i).add(1f);
            positive(cell).div(output).intoArray(h, hAt + i);
        }
    }

    /** y ← max(0, y) over [0, length), a multiple of the vectors' length; NaN stays NaN. */
    public static void rectify(float[] y, int length) {
        for (int i = 0; i < length; i += LENGTH) {
            FloatVector.fromArray(SPECIES, y, i).max(0f).intoArray(y, i);
        }
    }

    /** 2^−z, z held within ±30. A clamp by integer minima: the float form costs five instructions here, this one three for both ends. */
    static FloatVector power(FloatVector z) {
        FloatVector t = z.reinterpretAsInts()
                .min(LARGEST)
                .lanewise(VectorOperators.XOR, SIGN)
                .min(LARGEST)
                .reinterpretAsFloats();
        FloatVector n = t.add(ROUND);
        FloatVector r = t.sub(n.sub(ROUND));
        // by pairs (Estrin): a chain of three products, not of five
        FloatVector square = r.mul(r);
        FloatVector high = r.fma(FloatVector.broadcast(SPECIES, C5), FloatVector.broadcast(SPECIES, C4));
        FloatVector middle = r.fma(FloatVector.broadcast(SPECIES, C3), FloatVector.broadcast(SPECIES, C2));
        FloatVector low = r.fma(FloatVector.broadcast(SPECIES, C1), FloatVector.broadcast(SPECIES, C0));
        FloatVector p = high.fma(square, middle).fma(square, low);
        return p.reinterpretAsInts()
                .add(n.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
                .reinterpretAsFloats();
    }

    static FloatVector positive(FloatVector x) {
        return x.reinterpretAsInts().max(0).reinterpretAsFloats(); // a negative float is a negative int
    }
}
