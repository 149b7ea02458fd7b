package io.millrace.detection.simd;

import io.millrace.detection.window.WindowBatch;

/** The dense autoencoder's forward pass of single windows, lanes = outputs. One per task, not thread-safe. */
final class WindowDenseAutoencoder implements WindowsPass {

    private final int features;
    private final int size;
    private final WindowDense[] layers;

    WindowDenseAutoencoder(PackedDenseAutoencoder model) {
        this.features = model.features();
        this.size = model.steps() * features;
        this.layers = model.layers().stream().map(WindowDense::new).toArray(WindowDense[]::new);
    }

    @Override
    public void run(WindowBatch batch, int first, int count, float[] out) {
        for (int n = first; n < first + count; n++) {
            float[] x = batch.rows();
            int at = batch.start(n) * features;
            for (int l = 0; l < layers.length - 1; l++) {
                x = layers[l].applyRectified(x, at);
                at = 0;
            }
            System.arraycopy(layers[layers.length - 1].apply(x, at), 0, out, n * size, size);
        }
    }
}
