package io.millrace.detection.simd;

import static io.millrace.detection.simd.kernel.Lanes.BLOCK;

import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.simd.kernel.Products;
import java.util.Arrays;

/** Output layers of a block of windows, lane by lane. One per task, not thread-safe; grows to the widest layer it has seen. */
final class LaneOutputs {

    private int inputs;
    private int width;
    private float[] weights = new float[0]; // [width × inputs × BLOCK]
    private float[] bias = new float[0]; // [width × BLOCK]
    private float[] y = new float[0]; // [width × BLOCK]

    /** Takes the layers of windows {@code first … first + count − 1}; lanes beyond hold whatever was there and are thrown away. */
    void pack(DenseLayer[] outputs, DenseLayer general, int first, int count, int outputWidth) {
        inputs = general.inputs();
        width = outputWidth;
        if (weights.length < width * inputs * BLOCK) {
            weights = new float[width * inputs * BLOCK];
        }
        if (bias.length < width * BLOCK) {
            bias = new float[width * BLOCK];
            y = new float[width * BLOCK];
        }
        for (int lane = 0; lane < count; lane++) {
            DenseLayer layer = outputs[first + lane] == null ? general : outputs[first + lane];
            for (int f = 0; f < width; f++) {
                bias[f * BLOCK + lane] = layer.bias()[f];
                for (int k = 0; k < inputs; k++) {
                    weights[(f * inputs + k) * BLOCK + lane] = layer.weights()[k * width + f];
                }
            }
        }
    }

    /** Outputs of one step, [width × BLOCK], of h [inputs × BLOCK] from {@code at}; valid until the next one. */
    float[] of(float[] h, int at) {
        Products.lanes(weights, bias, width, h, at, inputs, y);
        return y;
    }

    /** Whether any of these windows has a layer of its own. */
    static boolean any(DenseLayer[] outputs, int first, int count) {
        return Arrays.stream(outputs, first, first + count).anyMatch(layer -> layer != null);
    }
}
