package io.millrace.detection.simd;

import static io.millrace.detection.simd.kernel.Lanes.BLOCK;

import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.Reconstructor;
import io.millrace.detection.window.WindowBatch;

/** The autoencoder's passes. One per task, not thread-safe; allocates nothing per call while all windows have the model's output layer. */
final class SimdReconstructor implements Reconstructor {

    private final PackedAutoencoder model;
    private final BlockPass block;
    private final WindowPass window;
    private final SplitPass general;

    SimdReconstructor(PackedAutoencoder model) {
        this.model = model;
        this.block = new BlockPass(model);
        this.window = new WindowPass(model);
        this.general = new SplitPass(model.steps, model.features, model.steps * model.features, block, window);
    }

    @Override
    public void reconstruct(WindowBatch batch, float[] out) {
        general.run(batch, out);
    }

    @Override
    public void reconstruct(WindowBatch batch, DenseLayer[] outputs, float[] out) {
        int width = Reconstructor.width(model.output.layer, outputs, batch.windows());
        general.requireShapes(batch, model.steps * width, out);
        int n = 0;
        while (batch.windows() - n >= SplitPass.SMALLEST_BLOCK) {
            int count = Math.min(BLOCK, batch.windows() - n);
            block.run(batch, n, count, outputs, width, out);
            n += count;
        }
        PackedDense packed = model.output;
        for (; n < batch.windows(); n++) {
            if (outputs[n] == null) {
                packed = model.output;
            } else if (outputs[n] != packed.layer) { // windows of one machine stand together
                packed = new PackedDense(outputs[n]);
            }
            window.run(batch, n, packed, out);
        }
    }
}
