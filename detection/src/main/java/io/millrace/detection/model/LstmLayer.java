package io.millrace.detection.model;

import java.util.Arrays;

/**
 * Weights of one LSTM layer without peepholes. Immutable by agreement: the arrays belong to the record and nobody writes to them.
 *
 * <p>With input x, previous output h and cell c: z = x·W + h·R + b, split into [g | f | o | i] (Deeplearning4j's order), then c' =
 * σ(f)·c + σ(i)·a(g), h' = σ(o)·a(c') with activation a.
 *
 * <p>Reference: S. Hochreiter, J. Schmidhuber, "Long Short-Term Memory", Neural Computation 9(8), 1997; forget gate: F. A. Gers et al.,
 * "Learning to Forget", Neural Computation 12(10), 2000.
 *
 * @param inputs n_in
 * @param hidden n_out
 * @param input W, [inputs × 4·hidden], row-major
 * @param recurrent R, [hidden × 4·hidden], row-major
 * @param bias b, [4·hidden]
 */
public record LstmLayer(int inputs, int hidden, float[] input, float[] recurrent, float[] bias) {

    public LstmLayer {
        requirePositive("inputs", inputs);
        requirePositive("hidden units", hidden);
        requireLength("input weights", input, 4L * inputs * hidden);
        requireLength("recurrent weights", recurrent, 4L * hidden * hidden);
        requireLength("bias", bias, 4L * hidden);
    }

    static void requirePositive(String name, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("a layer needs at least 1 of its " + name + ", found " + size);
        }
    }

    static void requireLength(String name, float[] values, long expected) {
        if (values.length != expected) {
            throw new IllegalArgumentException(name + " expect " + expected + " values, found " + values.length);
        }
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(name + " hold a value that is not finite: train the model again");
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LstmLayer that
                && inputs == that.inputs
                && hidden == that.hidden
                && Arrays.equals(input, that.input)
                && Arrays.equals(recurrent, that.recurrent)
                && Arrays.equals(bias, that.bias);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bias);
    }
}
