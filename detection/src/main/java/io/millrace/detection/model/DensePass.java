package io.millrace.detection.model;

/** A linear layer at work, in loops that C2 vectorises. Mutable, one per task, not thread-safe. */
final class DensePass {

    private final DenseLayer layer;
    private final WeightRows rows;
    private final float[] y; // [outputs]

    DensePass(DenseLayer layer, WeightRows rows) {
        this.layer = layer;
        this.rows = rows;
        this.y = new float[layer.outputs()];
    }

    static WeightRows pack(DenseLayer layer) {
        return WeightRows.of(layer.weights(), layer.inputs(), layer.outputs());
    }

    /** y = x·W + b with x = vector[at … at + inputs); overwritten by the next call. */
    float[] apply(float[] vector, int at) {
        System.arraycopy(layer.bias(), 0, y, 0, y.length);
        rows.addProduct(vector, at, y);
        return y;
    }

    /** max(0, x·W + b). */
    float[] applyRectified(float[] vector, int at) {
        apply(vector, at);
        for (int j = 0; j < y.length; j++) {
            y[j] = Math.max(0f, y[j]);
        }
        return y;
    }
}
