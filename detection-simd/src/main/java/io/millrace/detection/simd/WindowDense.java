package io.millrace.detection.simd;

import io.millrace.detection.simd.kernel.Cells;
import io.millrace.detection.simd.kernel.Products;

/** A linear layer on one window, lanes = outputs. One per task, not thread-safe. */
final class WindowDense {

    private final PackedDense layer;
    private final float[] y; // [outputs padded to vectors]

    WindowDense(PackedDense layer) {
        this.layer = layer;
        this.y = new float[layer.vectorBias.length];
    }

    /** x·W + b, [outputs] and some padding, of x = vector[at … at + inputs); overwritten by the next call. */
    float[] apply(float[] vector, int at) {
        Products.row(layer.vectors, layer.vectorBias, layer.inputs, vector, at, y, 0);
        return y;
    }

    /** max(0, x·W + b). */
    float[] applyRectified(float[] vector, int at) {
        apply(vector, at);
        Cells.rectify(y, y.length);
        return y;
    }
}
