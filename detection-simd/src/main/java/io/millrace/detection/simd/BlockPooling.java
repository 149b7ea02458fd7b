package io.millrace.detection.simd;

import static io.millrace.detection.simd.kernel.Lanes.BLOCK;

import io.millrace.detection.simd.kernel.Attention;
import java.util.Arrays;

/**
 * {@link io.millrace.detection.model.AttentionPooling} at work on a block of windows, one window per lane; values are projected once,
 * after pooling. One per task, not thread-safe.
 */
final class BlockPooling {

    private final PackedPooling layer;
    private final int steps;
    private final int stride; // floats of a projected step
    private final float[] projected; // queries and keys of one head, [steps × stride]
    private final float[] logits; // of one query, [steps × BLOCK]
    private final float[] weights; // mean over the queries, [steps × BLOCK]
    private final float[] pooled; // [inputs × BLOCK]
    private final float[] heads; // [heads·size and the last one's padding × BLOCK]
    private final BlockDense output;

    BlockPooling(PackedPooling layer, int steps) {
        this.layer = layer;
        this.steps = steps;
        this.stride = layer.queriesAndKeys()[0].groups * 4 * BLOCK;
        this.projected = new float[steps * stride];
        this.logits = new float[steps * BLOCK];
        this.weights = new float[steps * BLOCK];
        this.pooled = new float[layer.inputs() * BLOCK];
        this.heads = new float[(layer.heads() * layer.size() + 3) * BLOCK];
        this.output = new BlockDense(layer.output());
    }

    /** Pools a sequence, [steps × inputs × BLOCK], to [outputs × BLOCK]; overwritten by the next call. */
    float[] pool(float[] sequence) {
        for (int head = 0; head < layer.heads(); head++) {
            weigh(sequence, head);
            Arrays.fill(pooled, 0);
            for (int s = 0; s < steps; s++) {
                Attention.addScaled(weights, s * BLOCK, sequence, s * pooled.length, layer.inputs(), pooled);
            }
            // what a head pads itself with, the next one overwrites
            BlockDense.apply(layer.values()[head], pooled, 0, heads, head * layer.size() * BLOCK);
        }
        return output.apply(heads, 0);
    }

    private void weigh(float[] sequence, int head) {
        for (int t = 0; t < steps; t++) {
            BlockDense.apply(layer.queriesAndKeys()[head], sequence, t * pooled.length, projected, t * stride);
        }
        Arrays.fill(weights, 0);
        int keyAt = layer.size() * BLOCK;
        for (int t = 0; t < steps; t++) {
            Attention.logits(projected, t * stride, keyAt, stride, layer.size(), steps, logits);
            Attention.attend(logits, steps, weights);
        }
    }
}
