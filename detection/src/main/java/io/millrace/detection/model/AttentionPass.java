package io.millrace.detection.model;

import java.util.Arrays;

/**
 * {@link AttentionPooling} at work. Since the steps are averaged in the end, what counts of a[t][s] is its mean over t: one weight per step and
 * head. The values are therefore projected once, after pooling, not once per step. Cost: 4·steps·inputs·size + 2·steps²·size
 * multiplications and additions per head. Mutable, one per task, not thread-safe.
 */
final class AttentionPass {

    /** Weights of all heads, packed once. Immutable, shared. */
    record Packed(
            AttentionPooling layer, WeightRows[] queries, WeightRows[] keys, WeightRows[] values, WeightRows out) {

        Packed(AttentionPooling layer) {
            this(
                    layer,
                    heads(layer, layer.queries()),
                    heads(layer, layer.keys()),
                    heads(layer, layer.values()),
                    WeightRows.of(layer.output(), layer.heads() * layer.size(), layer.outputs()));
        }

        private static WeightRows[] heads(AttentionPooling layer, float[] all) {
            int length = layer.inputs() * layer.size();
            var heads = new WeightRows[layer.heads()];
            for (int h = 0; h < heads.length; h++) {
                heads[h] = WeightRows.of(
                        Arrays.copyOfRange(all, h * length, (h + 1) * length), layer.inputs(), layer.size());
            }
            return heads;
        }
    }

    private final Packed packed;
    private final int steps;
    private final float[][] query; // [steps][size]
    private final WeightRows key; // [size][steps], transposed: a query's products with all keys are one matrix product
    private final float[] projected; // [size]
    private final float[] attention; // [steps], of one query
    private final float[] weights; // [steps], mean over the queries
    private final float[] pooled; // [inputs]
    private final float[] head; // [size]
    private final float[] all; // [heads·size]
    private final float[] out; // [outputs]

    AttentionPass(Packed packed, int steps) {
        this.packed = packed;
        this.steps = steps;
        int size = packed.layer().size();
        this.query = new float[steps][size];
        this.key = new WeightRows(new float[size][steps], steps);
        this.projected = new float[size];
        this.attention = new float[steps];
        this.weights = new float[steps];
        this.pooled = new float[packed.layer().inputs()];
        this.head = new float[size];
        this.all = new float[packed.layer().heads() * size];
        this.out = new float[packed.layer().outputs()];
    }

    /** @param sequence [steps][inputs] */
    float[] pool(float[][] sequence) {
        int size = packed.layer().size();
        for (int h = 0; h < packed.layer().heads(); h++) {
            project(sequence, h);
            weigh((float) (1 / Math.sqrt(size)));
            Arrays.fill(pooled, 0);
            for (int s = 0; s < steps; s++) {
                addScaled(pooled, weights[s], sequence[s]);
            }
            Arrays.fill(head, 0);
            packed.values()[h].addProduct(pooled, 0, head);
            System.arraycopy(head, 0, all, h * size, size);
        }
        Arrays.fill(out, 0);
        packed.out().addProduct(all, 0, out);
        return out;
    }

    private void project(float[][] sequence, int h) {
        for (int t = 0; t < steps; t++) {
            Arrays.fill(query[t], 0);
            packed.queries()[h].addProduct(sequence[t], 0, query[t]);
            Arrays.fill(projected, 0);
            packed.keys()[h].addProduct(sequence[t], 0, projected);
            for (int d = 0; d < projected.length; d++) {
                key.rows()[d][t] = projected[d];
            }
        }
    }

    private void weigh(float scale) {
        Arrays.fill(weights, 0);
        for (int t = 0; t < steps; t++) {
            Arrays.fill(attention, 0);
            key.addProduct(query[t], 0, attention);
            float largest = Float.NEGATIVE_INFINITY;
            for (float logit : attention) {
                largest = Math.max(largest, logit);
            }
            double sum = 0;
            for (int s = 0; s < steps; s++) {
                attention[s] = (float) Math.exp(scale * (attention[s] - largest));
                sum += attention[s];
            }
            addScaled(weights, (float) (1 / (sum * steps)), attention);
        }
    }

    private static void addScaled(float[] sums, float factor, float[] values) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] += factor * values[j];
        }
    }
}
