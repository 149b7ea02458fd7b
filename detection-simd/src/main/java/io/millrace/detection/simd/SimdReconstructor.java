package io.millrace.detection.simd;

import static io.millrace.detection.simd.kernel.Lanes.BLOCK;

import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.Reconstructor;
import io.millrace.detection.window.WindowBatch;

/** Splits a batch into blocks of windows and a rest of single windows. One per task, not thread-safe; allocates nothing per call while
 * all windows have the model's output layer. */
final class SimdReconstructor implements Reconstructor {

    /** A padded block costs as much as about this many single windows. */
    private static final int SMALLEST_BLOCK = BLOCK / 2 - 1;

    private final PackedAutoencoder model;
    private final BlockPass block;
    private final WindowPass window;

    SimdReconstructor(PackedAutoencoder model) {
        this.model = model;
        this.block = new BlockPass(model);
        this.window = new WindowPass(model);
    }

    @Override
    public void reconstruct(WindowBatch batch, float[] out) {
        requireShapes(batch, model.features, out);
        int n = 0;
        while (batch.windows() - n >= SMALLEST_BLOCK) {
            int count = Math.min(BLOCK, batch.windows() - n);
            block.reconstruct(batch, n, count, out);
            n += count;
        }
        for (; n < batch.windows(); n++) {
            window.reconstruct(batch, n, model.output, out);
        }
    }

    @Override
    public void reconstruct(WindowBatch batch, DenseLayer[] outputs, float[] out) {
        int width = Reconstructor.width(model.output.layer, outputs, batch.windows());
        requireShapes(batch, width, out);
        int n = 0;
        while (batch.windows() - n >= SMALLEST_BLOCK) {
            int count = Math.min(BLOCK, batch.windows() - n);
            block.reconstruct(batch, n, count, outputs, width, out);
            n += count;
        }
        PackedDense packed = model.output;
        for (; n < batch.windows(); n++) {
            if (outputs[n] == null) {
                packed = model.output;
            } else if (outputs[n] != packed.layer) { // windows of one machine stand together
                packed = new PackedDense(outputs[n]);
            }
            window.reconstruct(batch, n, packed, out);
        }
    }

    private void requireShapes(WindowBatch batch, int width, float[] out) {
        batch.requireShape(model.steps, model.features);
        int expected = batch.windows() * model.steps * width;
        if (out.length < expected) {
            throw new IllegalArgumentException(
                    "the reconstruction needs %d values, the array has %d".formatted(expected, out.length));
        }
    }
}
