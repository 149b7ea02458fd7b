package io.millrace.detection.simd.kernel;

import static io.millrace.detection.simd.kernel.Lanes.LENGTH;
import static io.millrace.detection.simd.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The cell update that remembers what back-propagation needs, and its derivative. All planes of one step have {@code length} floats
 * and begin at {@code at}; the cells' plane of the step before begins at {@code at}, the new one at {@code at + length}.
 */
public final class TrainingCells {

    private TrainingCells() {}

    /**
     * Forward, tanh: from powers of the gates (planes [g | f | o | i], see {@link Cells#powers}) to gates, cells and outputs.
     *
     * @param a receives a(c'), the activated cell
     * @param h receives the outputs, from {@code hAt}
     */
    public static void tanhForward(
            float[] e,
            int length,
            int at,
            float[] g,
            float[] f,
            float[] o,
            float[] i,
            float[] c,
            float[] a,
            float[] h,
            int hAt) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int n = 0; n < length; n += LENGTH) {
            FloatVector eg = FloatVector.fromArray(SPECIES, e, n);
            FloatVector gate = one.sub(eg).div(eg.add(1f));
            FloatVector forget =
                    one.div(FloatVector.fromArray(SPECIES, e, length + n).add(1f));
            FloatVector output =
                    one.div(FloatVector.fromArray(SPECIES, e, 2 * length + n).add(1f));
            FloatVector input =
                    one.div(FloatVector.fromArray(SPECIES, e, 3 * length + n).add(1f));
            gate.intoArray(g, at + n);
            forget.intoArray(f, at + n);
            output.intoArray(o, at + n);
            input.intoArray(i, at + n);
            FloatVector cell = forget.fma(FloatVector.fromArray(SPECIES, c, at + n), input.mul(gate));
            cell.intoArray(c, at + length + n);
            FloatVector p = Cells.power(cell.mul(Cells.TANH_SCALE));
            FloatVector active = one.sub(p).div(p.add(1f));
            active.intoArray(a, at + n);
            output.mul(active).intoArray(h, hAt + n);
        }
    }

    /** Forward, ReLU: plane g of {@code e} holds the gate before its activation, the others powers. */
    public static void reluForward(
            float[] e,
            int length,
            int at,
            float[] g,
            float[] f,
            float[] o,
            float[] i,
            float[] c,
            float[] a,
            float[] h,
            int hAt) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int n = 0; n < length; n += LENGTH) {
            FloatVector gate = Cells.positive(FloatVector.fromArray(SPECIES, e, n));
            FloatVector forget =
                    one.div(FloatVector.fromArray(SPECIES, e, length + n).add(1f));
            FloatVector output =
                    one.div(FloatVector.fromArray(SPECIES, e, 2 * length + n).add(1f));
            FloatVector input =
                    one.div(FloatVector.fromArray(SPECIES, e, 3 * length + n).add(1f));
            gate.intoArray(g, at + n);
            forget.intoArray(f, at + n);
            output.intoArray(o, at + n);
            input.intoArray(i, at + n);
            FloatVector cell = forget.fma(FloatVector.fromArray(SPECIES, c, at + n), input.mul(gate));
            cell.intoArray(c, at + length + n);
            FloatVector active = Cells.positive(cell);
            active.intoArray(a, at + n);
            output.mul(active).intoArray(h, hAt + n);
        }
    }

    /**
     * Backward, tanh: from the derivative of the outputs to that of the gates before their activations.
     *
     * @param dh derivative by the outputs of this step, [length]
     * @param dc derivative by the cells of this step through later steps, [length]; updated to that of the step before
     * @param dz receives planes [g | f | o | i] of the derivative by z, from {@code dzAt}
     */
    public static void tanhBackward(
            float[] dh,
            float[] dc,
            int length,
            int at,
            float[] g,
            float[] f,
            float[] o,
            float[] i,
            float[] c,
            float[] a,
            float[] dz,
            int dzAt) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int n = 0; n < length; n += LENGTH) {
            FloatVector error = FloatVector.fromArray(SPECIES, dh, n);
            FloatVector output = FloatVector.fromArray(SPECIES, o, at + n);
            FloatVector active = FloatVector.fromArray(SPECIES, a, at + n);
            FloatVector throughOutput = error.mul(output);
            FloatVector slope = one.sub(active.mul(active));
            FloatVector cell = throughOutput.fma(slope, FloatVector.fromArray(SPECIES, dc, n));
            throughOutput.mul(active).mul(one.sub(output)).intoArray(dz, dzAt + 2 * length + n);
            FloatVector gate = FloatVector.fromArray(SPECIES, g, at + n);
            FloatVector input = FloatVector.fromArray(SPECIES, i, at + n);
            FloatVector throughInput = cell.mul(input);
            throughInput.mul(one.sub(gate.mul(gate))).intoArray(dz, dzAt + n);
            throughInput.mul(gate).mul(one.sub(input)).intoArray(dz, dzAt + 3 * length + n);
            FloatVector forget = FloatVector.fromArray(SPECIES, f, at + n);
            FloatVector throughForget = cell.mul(forget);
            throughForget.intoArray(dc, n);
            throughForget
                    .mul(FloatVector.fromArray(SPECIES, c, at + n))
                    .mul(one.sub(forget))
                    .intoArray(dz, dzAt + length + n);
        }
    }

    /** Backward, ReLU: see {@link #tanhBackward}. */
    public static void reluBackward(
            float[] dh,
            float[] dc,
            int length,
            int at,
            float[] g,
            float[] f,
            float[] o,
            float[] i,
            float[] c,
            float[] a,
            float[] dz,
            int dzAt) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int n = 0; n < length; n += LENGTH) {
            FloatVector error = FloatVector.fromArray(SPECIES, dh, n);
            FloatVector output = FloatVector.fromArray(SPECIES, o, at + n);
            FloatVector active = FloatVector.fromArray(SPECIES, a, at + n);
            FloatVector throughOutput = error.mul(output);
            FloatVector passed = zero.blend(throughOutput, active.compare(VectorOperators.GT, 0f));
            FloatVector cell = passed.add(FloatVector.fromArray(SPECIES, dc, n));
            throughOutput.mul(active).mul(one.sub(output)).intoArray(dz, dzAt + 2 * length + n);
            FloatVector gate = FloatVector.fromArray(SPECIES, g, at + n);
            FloatVector input = FloatVector.fromArray(SPECIES, i, at + n);
            FloatVector throughInput = cell.mul(input);
            zero.blend(throughInput, gate.compare(VectorOperators.GT, 0f)).intoArray(dz, dzAt + n);
            throughInput.mul(gate).mul(one.sub(input)).intoArray(dz, dzAt + 3 * length + n);
            FloatVector forget = FloatVector.fromArray(SPECIES, f, at + n);
            FloatVector throughForget = cell.mul(forget);
            throughForget.intoArray(dc, n);
            throughForget
                    .mul(FloatVector.fromArray(SPECIES, c, at + n))
                    .mul(one.sub(forget))
                    .intoArray(dz, dzAt + length + n);
        }
    }
}
