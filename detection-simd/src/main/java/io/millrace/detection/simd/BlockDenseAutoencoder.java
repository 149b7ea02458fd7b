package io.millrace.detection.simd;

import static io.millrace.detection.simd.kernel.Lanes.BLOCK;

import io.millrace.detection.simd.kernel.Lanes;
import io.millrace.detection.window.WindowBatch;

/** The dense autoencoder's forward pass of up to {@link Lanes#BLOCK} windows at once, one window per lane. One per task, not thread-safe. */
final class BlockDenseAutoencoder implements WindowsPass {

    private final int steps;
    private final int features;
    private final float[] window; // [steps·features × BLOCK]
    private final BlockDense[] layers;

    BlockDenseAutoencoder(PackedDenseAutoencoder model) {
        this.steps = model.steps();
        this.features = model.features();
        this.window = new float[steps * features * BLOCK];
        this.layers = model.layers().stream().map(BlockDense::new).toArray(BlockDense[]::new);
    }

    @Override
    public void run(WindowBatch batch, int first, int count, float[] out) {
        for (int t = 0; t < steps; t++) {
            BlockRows.gather(batch, first, count, t, window, t * features * BLOCK);
        }
        float[] x = window;
        for (int l = 0; l < layers.length - 1; l++) {
            x = layers[l].applyRectified(x, 0);
        }
        float[] y = layers[layers.length - 1].apply(x, 0);
        int size = steps * features;
        for (int lane = 0; lane < count; lane++) {
            int to = (first + lane) * size;
            for (int i = 0; i < size; i++) {
                out[to + i] = y[i * BLOCK + lane];
            }
        }
    }
}
