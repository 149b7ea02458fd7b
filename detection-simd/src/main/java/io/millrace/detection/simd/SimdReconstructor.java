package io.millrace.detection.simd;

import static io.millrace.detection.simd.kernel.Lanes.BLOCK;

import io.millrace.detection.model.Reconstructor;
import io.millrace.detection.window.WindowBatch;

/** Splits a batch into blocks of windows and a rest of single windows. One per task, not thread-safe; allocates nothing per call. */
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
        batch.requireShape(model.steps, model.features);
        int expected = batch.windows() * model.steps * model.features;
        if (out.length < expected) {
            throw new IllegalArgumentException(
                    "the reconstruction needs %d values, the array has %d".formatted(expected, out.length));
        }
        int n = 0;
        while (batch.windows() - n >= SMALLEST_BLOCK) {
            int count = Math.min(BLOCK, batch.windows() - n);
            block.reconstruct(batch, n, count, out);
            n += count;
        }
        for (; n < batch.windows(); n++) {
            window.reconstruct(batch, n, out);
        }
    }
}
