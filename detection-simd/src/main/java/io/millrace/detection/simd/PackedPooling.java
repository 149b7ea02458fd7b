package io.millrace.detection.simd;

import io.millrace.detection.model.AttentionPooling;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.simd.kernel.Cells;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Attention's weights as dense layers without bias. Immutable, shared.
 *
 * @param queriesAndKeys of each head, inputs → 2·size; queries first, scaled so that a logit is the exponent of a power of two
 * @param values of each head, inputs → size
 * @param output heads·size → outputs
 */
record PackedPooling(
        int inputs, int heads, int size, PackedDense[] queriesAndKeys, PackedDense[] values, PackedDense output) {

    PackedPooling(AttentionPooling pooling) {
        this(
                pooling.inputs(),
                pooling.heads(),
                pooling.size(),
                IntStream.range(0, pooling.heads())
                        .mapToObj(head -> queriesAndKeys(pooling, head))
                        .toArray(PackedDense[]::new),
                IntStream.range(0, pooling.heads())
                        .mapToObj(head -> values(pooling, head))
                        .toArray(PackedDense[]::new),
                unbiased(pooling.heads() * pooling.size(), pooling.outputs(), pooling.output()));
    }

    private static PackedDense queriesAndKeys(AttentionPooling pooling, int head) {
        int size = pooling.size();
        float scale = (float) (Cells.SIGMOID_SCALE / Math.sqrt(size));
        var weights = new float[pooling.inputs() * 2 * size];
        for (int k = 0; k < pooling.inputs(); k++) {
            int from = (head * pooling.inputs() + k) * size;
            for (int d = 0; d < size; d++) {
                weights[2 * k * size + d] = scale * pooling.queries()[from + d];
                weights[2 * k * size + size + d] = pooling.keys()[from + d];
            }
        }
        return unbiased(pooling.inputs(), 2 * size, weights);
    }

    private static PackedDense values(AttentionPooling pooling, int head) {
        int length = pooling.inputs() * pooling.size();
        return unbiased(
                pooling.inputs(),
                pooling.size(),
                Arrays.copyOfRange(pooling.values(), head * length, (head + 1) * length));
    }

    private static PackedDense unbiased(int inputs, int outputs, float[] weights) {
        return new PackedDense(new DenseLayer(inputs, outputs, weights, new float[outputs]));
    }
}
