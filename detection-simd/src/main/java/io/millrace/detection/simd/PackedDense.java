package io.millrace.detection.simd;

import static io.millrace.detection.simd.kernel.Lanes.BLOCK;
import static io.millrace.detection.simd.kernel.Lanes.LENGTH;

import io.millrace.detection.model.DenseLayer;
import java.util.Arrays;

/** Weights of the output layer, laid out for {@link io.millrace.detection.simd.kernel.Products}. Immutable, shared. */
final class PackedDense {

    final DenseLayer layer;
    final int inputs;
    final int outputs;

    /** Groups of four outputs. */
    final int groups;

    /** [groups × inputs × 4] */
    final float[] blocks;

    /** Bias of every lane, [groups × 4 × BLOCK]. */
    final float[] blockBias;

    /** [outputVectors × inputs × LENGTH] */
    final float[] vectors;

    /** [outputVectors × LENGTH] */
    final float[] vectorBias;

    PackedDense(DenseLayer layer) {
        this.layer = layer;
        this.inputs = layer.inputs();
        this.outputs = layer.outputs();
        this.groups = (outputs + 3) / 4;
        int outputVectors = (outputs + LENGTH - 1) / LENGTH;
        this.blocks = new float[groups * inputs * 4];
        this.blockBias = new float[groups * 4 * BLOCK];
        this.vectors = new float[outputVectors * inputs * LENGTH];
        this.vectorBias = new float[outputVectors * LENGTH];
        for (int f = 0; f < outputs; f++) {
            for (int k = 0; k < inputs; k++) {
                float weight = layer.weights()[k * outputs + f];
                blocks[(f / 4 * inputs + k) * 4 + f % 4] = weight;
                vectors[(f / LENGTH * inputs + k) * LENGTH + f % LENGTH] = weight;
            }
            Arrays.fill(blockBias, f * BLOCK, (f + 1) * BLOCK, layer.bias()[f]);
            vectorBias[f] = layer.bias()[f];
        }
    }
}
