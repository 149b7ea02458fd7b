package io.millrace.detection.simd;

import static io.millrace.detection.simd.kernel.Lanes.BLOCK;

import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.simd.kernel.Lanes;
import io.millrace.detection.window.WindowBatch;

/** The autoencoder's forward pass of up to {@link Lanes#BLOCK} windows at once, one window per lane. One per task, not thread-safe. */
final class BlockPass implements WindowsPass {

    private final int steps;
    private final int features;
    private final DenseLayer general;
    private final BlockRows encoder;
    private final BlockLayer decoder;
    private final BlockDense output;
    private final LaneOutputs lanes = new LaneOutputs();
    private final float[] codeProjection; // code·W + b of the decoder, [decoder hidden × 4 × BLOCK]

    BlockPass(PackedAutoencoder model) {
        this.steps = model.steps;
        this.features = model.features;
        this.general = model.output.layer;
        this.encoder = new BlockRows(model.encoder, model.steps);
        this.decoder = new BlockLayer(model.decoder);
        this.output = new BlockDense(model.output);
        this.codeProjection = new float[4 * model.decoder.hidden * BLOCK];
    }

    /** Reconstructs windows {@code first … first + count − 1}; lanes beyond repeat the last one and are thrown away. */
    @Override
    public void run(WindowBatch batch, int first, int count, float[] out) {
        encode(batch, first, count);
        for (int t = 0; t < steps; t++) {
            decoder.stepProjected(codeProjection, 0, BLOCK);
            scatter(first, count, t, output.apply(decoder.state(), decoder.stateAt()), features, out);
        }
    }

    /** The same through the windows' own output layers, all of them {@code width} wide. */
    void run(WindowBatch batch, int first, int count, DenseLayer[] outputs, int width, float[] out) {
        if (!LaneOutputs.any(outputs, first, count)) {
            run(batch, first, count, out);
            return;
        }
        lanes.pack(outputs, general, first, count, width);
        encode(batch, first, count);
        for (int t = 0; t < steps; t++) {
            decoder.stepProjected(codeProjection, 0, BLOCK);
            scatter(first, count, t, lanes.of(decoder.state(), decoder.stateAt()), width, out);
        }
    }

    /** Leaves the decoder before its first step, with the projected code: it is fed the code at every step. */
    private void encode(WindowBatch batch, int first, int count) {
        encoder.begin(batch, first, count);
        for (int t = 0; t < steps; t++) {
            encoder.step(batch, first, count, t);
        }
        decoder.project(encoder.state(), encoder.stateAt(), codeProjection, 0, BLOCK);
        decoder.begin();
    }

    /** Step {@code t} of every window to its place; {@code values} [width × BLOCK]. */
    private void scatter(int first, int count, int t, float[] values, int width, float[] out) {
        for (int lane = 0; lane < count; lane++) {
            int to = ((first + lane) * steps + t) * width;
            for (int f = 0; f < width; f++) {
                out[to + f] = values[f * BLOCK + lane];
            }
        }
    }
}
