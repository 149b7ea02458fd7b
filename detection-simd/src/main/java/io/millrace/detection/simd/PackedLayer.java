package io.millrace.detection.simd;

import static io.millrace.detection.simd.kernel.Lanes.BLOCK;

import io.millrace.detection.model.Activation;
import io.millrace.detection.model.LstmLayer;
import io.millrace.detection.simd.kernel.Cells;
import io.millrace.detection.simd.kernel.Lanes;
import java.util.Arrays;

/**
 * Weights of one LSTM layer, scaled to base two and laid out for {@link io.millrace.detection.simd.kernel.Products}. Immutable, shared. Padded units have zero
 * weights; their outputs are never read.
 */
final class PackedLayer {

    final Activation activation;
    final int inputs;
    final int hidden;

    /** Units padded to whole tiles. */
    final int plane;

    /** [hidden × (inputs + hidden) × 4], the inputs' weights before the recurrent ones. */
    final float[] blocks;

    /** The inputs' weights alone, [hidden × inputs × 4]. */
    final float[] inputBlocks;

    /** The recurrent weights alone, [hidden × hidden × 4]: what is read at every step lies together. */
    final float[] recurrentBlocks;

    /** Bias of every lane, [hidden × 4 × BLOCK]. */
    final float[] blockBias;

    /** [tiles × (inputs + hidden) × 4 × BLOCK] */
    final float[] units;

    /** [4 × plane] */
    final float[] unitBias;

    PackedLayer(LstmLayer layer, Activation activation) {
        this.activation = activation;
        this.inputs = layer.inputs();
        this.hidden = layer.hidden();
        this.plane = Lanes.padded(hidden);
        int terms = inputs + hidden;
        this.blocks = new float[hidden * terms * 4];
        this.inputBlocks = new float[hidden * inputs * 4];
        this.recurrentBlocks = new float[hidden * hidden * 4];
        this.blockBias = new float[4 * hidden * BLOCK];
        this.units = new float[plane * terms * 4];
        this.unitBias = new float[4 * plane];
        for (int gate = 0; gate < 4; gate++) {
            float scale = scale(gate, activation);
            for (int j = 0; j < hidden; j++) {
                int column = gate * hidden + j;
                for (int k = 0; k < terms; k++) {
                    float weight = scale
                            * (k < inputs
                                    ? layer.input()[k * 4 * hidden + column]
                                    : layer.recurrent()[(k - inputs) * 4 * hidden + column]);
                    blocks[(j * terms + k) * 4 + gate] = weight;
                    if (k < inputs) {
                        inputBlocks[(j * inputs + k) * 4 + gate] = weight;
                    } else {
                        recurrentBlocks[(j * hidden + k - inputs) * 4 + gate] = weight;
                    }
                    units[((j / BLOCK * terms + k) * 4 + gate) * BLOCK + j % BLOCK] = weight;
                }
                float bias = scale * layer.bias()[column];
                Arrays.fill(blockBias, (j * 4 + gate) * BLOCK, (j * 4 + gate + 1) * BLOCK, bias);
                unitBias[gate * plane + j] = bias;
            }
        }
    }

    /** Floats from one tile to the next in {@link #units}. */
    int unitStride() {
        return (inputs + hidden) * 4 * BLOCK;
    }

    private static float scale(int gate, Activation activation) {
        if (gate > 0) {
            return Cells.SIGMOID_SCALE;
        }
        return activation == Activation.TANH ? Cells.TANH_SCALE : 1f;
    }
}
