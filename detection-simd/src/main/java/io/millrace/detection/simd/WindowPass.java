package io.millrace.detection.simd;

import io.millrace.detection.model.Activation;
import io.millrace.detection.simd.kernel.Cells;
import io.millrace.detection.simd.kernel.Lanes;
import io.millrace.detection.simd.kernel.Products;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;

/** The forward pass of one window, lanes = units: what a quiet stream scores with. One per task, not thread-safe. */
final class WindowPass {

    private final PackedAutoencoder model;
    private final float[] z; // planes of gates, [4 × plane]
    private final float[] c; // [plane]
    private final float[] h; // [plane], state of the encoder
    private final float[] codeProjection; // code·W + b of the decoder, [4 × plane]
    private final float[] states; // the decoder's outputs, [steps padded to fours × plane]
    private float[] y; // [steps padded to fours × outputs padded to vectors]

    WindowPass(PackedAutoencoder model) {
        this.model = model;
        int widest = Math.max(model.encoder.plane, model.decoder.plane);
        int paddedSteps = (model.steps + 3) / 4 * 4;
        this.z = new float[4 * widest];
        this.c = new float[widest];
        this.h = new float[widest];
        this.codeProjection = new float[4 * widest];
        this.states = new float[paddedSteps * model.decoder.plane];
        this.y = new float[paddedSteps * model.output.vectorBias.length];
    }

    /** Reconstructs one window through an output layer, into its place in {@code out}. */
    void reconstruct(WindowBatch batch, int window, PackedDense dense, float[] out) {
        encode(batch.rows(), batch.start(window) * model.features);
        decode();
        int width = dense.vectorBias.length;
        int paddedSteps = (model.steps + 3) / 4 * 4;
        if (y.length < paddedSteps * width) {
            y = new float[paddedSteps * width];
        }
        Products.dense(dense.vectors, dense.vectorBias, dense.inputs, states, model.decoder.plane, paddedSteps, y);
        int to = window * model.steps * dense.outputs;
        for (int t = 0; t < model.steps; t++) {
            System.arraycopy(y, t * width, out, to + t * dense.outputs, dense.outputs);
        }
    }

    private void encode(float[] rows, int from) {
        PackedLayer layer = model.encoder;
        int recurrent = layer.inputs * 4 * Lanes.BLOCK;
        Arrays.fill(c, 0, layer.plane, 0);
        for (int t = 0; t < model.steps; t++) {
            int x = from + t * layer.inputs;
            Products.units(layer.units, 0, layer.unitStride(), rows, x, layer.inputs, layer.unitBias, z, layer.plane);
            // nothing to recur from at step 0
            int terms = t == 0 ? 0 : layer.hidden;
            Products.units(layer.units, recurrent, layer.unitStride(), h, 0, terms, z, z, layer.plane);
            cells(layer.plane, h, 0);
        }
    }

    private void decode() {
        PackedLayer layer = model.decoder;
        int recurrent = layer.inputs * 4 * Lanes.BLOCK;
        Products.units(
                layer.units, 0, layer.unitStride(), h, 0, layer.inputs, layer.unitBias, codeProjection, layer.plane);
        Arrays.fill(c, 0, layer.plane, 0);
        for (int t = 0; t < model.steps; t++) {
            int before = (t - 1) * layer.plane;
            int terms = t == 0 ? 0 : layer.hidden;
            Products.units(
                    layer.units, recurrent, layer.unitStride(), states, before, terms, codeProjection, z, layer.plane);
            cells(layer.plane, states, t * layer.plane);
        }
    }

    private void cells(int length, float[] target, int at) {
        if (model.activation == Activation.TANH) {
            Cells.powers(z, 0, 4 * length);
            Cells.tanh(z, length, c, 0, target, at);
        } else {
            Cells.powers(z, length, 4 * length);
            Cells.relu(z, length, c, 0, target, at);
        }
    }
}
