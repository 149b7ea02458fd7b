package io.millrace.detection.simd;

import static io.millrace.detection.simd.kernel.Lanes.LENGTH;

import io.millrace.detection.simd.kernel.Attention;
import io.millrace.detection.simd.kernel.Products;
import java.util.Arrays;

/** {@link BlockPooling} of one window: lanes = steps where queries meet keys, else features. One per task, not thread-safe. */
final class WindowPooling {

    private final PackedPooling layer;
    private final int steps;
    private final int paddedSteps; // to fours
    private final int width; // steps padded to vectors
    private final int stride; // floats of a projected step
    private final float[] projected; // queries and keys of one head, [paddedSteps × stride]
    private final float[] keys; // lanes = steps, [width / LENGTH × size × LENGTH]
    private final float[] noBias; // [width]
    private final float[] logits; // [paddedSteps × width]
    private final float[] weights; // mean over the queries, [width]
    private final float[] pooled; // [inputs padded to vectors]
    private final float[] heads; // [heads·size and the last one's padding]
    private final WindowDense output;

    WindowPooling(PackedPooling layer, int steps) {
        this.layer = layer;
        this.steps = steps;
        this.paddedSteps = (steps + 3) / 4 * 4;
        this.width = (steps + LENGTH - 1) / LENGTH * LENGTH;
        this.stride = layer.queriesAndKeys()[0].vectorBias.length;
        this.projected = new float[paddedSteps * stride];
        this.keys = new float[width * layer.size()];
        this.noBias = new float[width];
        this.logits = new float[paddedSteps * width];
        this.weights = new float[width];
        this.pooled = new float[(layer.inputs() + LENGTH - 1) / LENGTH * LENGTH];
        this.heads = new float[layer.heads() * layer.size() + LENGTH - 1];
        this.output = new WindowDense(layer.output());
    }

    /** Pools a sequence, [steps padded to fours × inputs padded to vectors], to [outputs]; overwritten by the next call. */
    float[] pool(float[] sequence) {
        for (int head = 0; head < layer.heads(); head++) {
            weigh(sequence, head);
            Arrays.fill(pooled, 0);
            for (int s = 0; s < steps; s++) {
                Attention.addScaledRow(weights[s], sequence, s * pooled.length, pooled.length, pooled);
            }
            PackedDense values = layer.values()[head];
            // what a head pads itself with, the next one overwrites
            Products.row(values.vectors, values.vectorBias, values.inputs, pooled, 0, heads, head * layer.size());
        }
        return output.apply(heads, 0);
    }

    private void weigh(float[] sequence, int head) {
        PackedDense both = layer.queriesAndKeys()[head];
        Products.dense(both.vectors, both.vectorBias, both.inputs, sequence, pooled.length, paddedSteps, projected);
        int size = layer.size();
        for (int s = 0; s < steps; s++) {
            for (int d = 0; d < size; d++) {
                keys[(s / LENGTH * size + d) * LENGTH + s % LENGTH] = projected[s * stride + size + d];
            }
        }
        Products.dense(keys, noBias, size, projected, stride, paddedSteps, logits);
        Arrays.fill(weights, 0);
        for (int t = 0; t < steps; t++) {
            Attention.attendRow(logits, t * width, steps, weights);
        }
    }
}
