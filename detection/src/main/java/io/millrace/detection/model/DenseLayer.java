package io.millrace.detection.model;

import java.util.Arrays;

/**
 * A linear layer y = x·W + b.
 *
 * @param weights W, [inputs × outputs], row-major
 * @param bias b, [outputs]
 */
public record DenseLayer(int inputs, int outputs, float[] weights, float[] bias) {

    public DenseLayer {
        LstmLayer.requirePositive("inputs", inputs);
        LstmLayer.requirePositive("outputs", outputs);
        LstmLayer.requireLength("dense weights", weights, (long) inputs * outputs);
        LstmLayer.requireLength("dense bias", bias, outputs);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DenseLayer that
                && inputs == that.inputs
                && outputs == that.outputs
                && Arrays.equals(weights, that.weights)
                && Arrays.equals(bias, that.bias);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bias);
    }
}
