package io.millrace.detection.simd;

import io.millrace.detection.model.Activation;
import io.millrace.detection.simd.kernel.Cells;
import io.millrace.detection.simd.kernel.Lanes;
import io.millrace.detection.simd.kernel.Products;
import java.util.Arrays;

/** An LSTM layer's walk along one window, lanes = units. One per task, not thread-safe. */
final class WindowLayer {

    private final PackedLayer layer;
    private final int recurrentAt; // recurrent weights come after the inputs'
    private final float[] z; // planes of gates, [4 × plane]
    private final float[] c; // [plane]
    private final float[] h; // [plane]
    private boolean first = true;

    WindowLayer(PackedLayer layer) {
        this.layer = layer;
        this.recurrentAt = layer.inputs * 4 * Lanes.BLOCK;
        this.z = new float[4 * layer.plane];
        this.c = new float[layer.plane];
        this.h = new float[layer.plane];
    }

    /** Forgets: the next step is a sequence's first. */
    void begin() {
        Arrays.fill(c, 0);
        first = true;
    }

    /** One step on x = vector[at … at + inputs). */
    void step(float[] vector, int at) {
        project(vector, at, z);
        advance(z);
    }

    /** One step on a projected input. */
    void stepProjected(float[] projection) {
        advance(projection);
    }

    /** What a step needs to know of its input, x·W + b, planes of gates [4 × plane]. */
    void project(float[] vector, int at, float[] projection) {
        Products.units(
                layer.units, 0, layer.unitStride(), vector, at, layer.inputs, layer.unitBias, projection, layer.plane);
    }

    /** Outputs of the last step, [hidden] and some padding; overwritten by the next one. */
    float[] state() {
        return h;
    }

    private void advance(float[] projection) {
        // nothing to recur from at a sequence's first step
        int terms = first ? 0 : layer.hidden;
        first = false;
        int plane = layer.plane;
        Products.units(layer.units, recurrentAt, layer.unitStride(), h, 0, terms, projection, z, plane);
        if (layer.activation == Activation.TANH) {
            Cells.powers(z, 0, 4 * plane);
            Cells.tanh(z, plane, c, 0, h, 0);
        } else {
            Cells.powers(z, plane, 4 * plane);
            Cells.relu(z, plane, c, 0, h, 0);
        }
    }
}
