package io.millrace.detection.simd;

import io.millrace.detection.simd.kernel.Products;
import io.millrace.detection.window.WindowBatch;

/** The autoencoder's forward pass of one window, lanes = units: what a quiet stream scores with. One per task, not thread-safe. */
final class WindowPass implements WindowsPass {

    private final PackedAutoencoder model;
    private final WindowLayer encoder;
    private final WindowLayer decoder;
    private final float[] codeProjection; // code·W + b of the decoder, [4 × plane]
    private final int paddedSteps; // to fours
    private final float[] states; // the decoder's outputs, [paddedSteps × hidden]
    private float[] y; // [paddedSteps × outputs padded to vectors]

    WindowPass(PackedAutoencoder model) {
        this.model = model;
        this.encoder = new WindowLayer(model.encoder);
        this.decoder = new WindowLayer(model.decoder);
        this.codeProjection = new float[4 * model.decoder.plane];
        this.paddedSteps = (model.steps + 3) / 4 * 4;
        this.states = new float[paddedSteps * model.decoder.hidden];
        this.y = new float[paddedSteps * model.output.vectorBias.length];
    }

    @Override
    public void run(WindowBatch batch, int first, int count, float[] out) {
        for (int n = first; n < first + count; n++) {
            run(batch, n, model.output, out);
        }
    }

    /** Reconstructs one window through an output layer, into its place in {@code out}. */
    void run(WindowBatch batch, int window, PackedDense dense, float[] out) {
        encode(batch.rows(), batch.start(window) * model.features);
        decode();
        int width = dense.vectorBias.length;
        if (y.length < paddedSteps * width) {
            y = new float[paddedSteps * width];
        }
        Products.dense(dense.vectors, dense.vectorBias, dense.inputs, states, dense.inputs, paddedSteps, y);
        int to = window * model.steps * dense.outputs;
        for (int t = 0; t < model.steps; t++) {
            System.arraycopy(y, t * width, out, to + t * dense.outputs, dense.outputs);
        }
    }

    private void encode(float[] rows, int from) {
        encoder.begin();
        for (int t = 0; t < model.steps; t++) {
            encoder.step(rows, from + t * model.features);
        }
    }

    private void decode() {
        decoder.project(encoder.state(), 0, codeProjection);
        decoder.begin();
        int hidden = model.decoder.hidden;
        for (int t = 0; t < model.steps; t++) {
            decoder.stepProjected(codeProjection);
            System.arraycopy(decoder.state(), 0, states, t * hidden, hidden);
        }
    }
}
