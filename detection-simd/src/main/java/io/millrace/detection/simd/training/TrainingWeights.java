package io.millrace.detection.simd.training;

import static io.millrace.detection.simd.kernel.Lanes.BLOCK;

import io.millrace.detection.model.Activation;
import io.millrace.detection.simd.kernel.Cells;
import java.util.Arrays;

/**
 * The parameters in the layouts of {@link io.millrace.detection.simd.kernel.Products}, packed again after every update. Written by
 * one thread between batches, read by all within one.
 */
final class TrainingWeights {

    private final AutoencoderShape shape;

    /** Forward, scaled to base two: [hidden × terms × 4 gates] with terms features + hidden, and hidden + hidden. */
    final float[] encoder;

    final float[] decoder;

    /** Biases of every lane, scaled, [4 × hidden × BLOCK]. */
    final float[] encoderBias;

    final float[] decoderBias;

    /** Output layer, [groups of four features × hidden × 4] and [groups × 4 × BLOCK]. */
    final float[] output;

    final float[] outputBias;

    /** Backward, [groups of four units × 4·hidden × 4]: R of the encoder, W of the decoder. */
    final float[] encoderBack;

    final float[] codeBack;

    /** Backward, [groups of four units × (features + 4·hidden) × 4]: the output layer's weights, then R of the decoder. */
    final float[] decoderBack;

    TrainingWeights(AutoencoderShape shape) {
        this.shape = shape;
        int hidden = shape.hidden();
        int features = shape.features();
        int units = fours(hidden);
        this.encoder = new float[hidden * (features + hidden) * 4];
        this.decoder = new float[hidden * 2 * hidden * 4];
        this.encoderBias = new float[4 * hidden * BLOCK];
        this.decoderBias = new float[4 * hidden * BLOCK];
        this.output = new float[fours(features) * hidden];
        this.outputBias = new float[fours(features) * BLOCK];
        this.encoderBack = new float[units * 4 * hidden];
        this.codeBack = new float[units * 4 * hidden];
        this.decoderBack = new float[units * (features + 4 * hidden)];
    }

    static int fours(int count) {
        return (count + 3) / 4 * 4;
    }

    void pack(float[] parameters) {
        int hidden = shape.hidden();
        int features = shape.features();
        packForward(parameters, shape.encoderInput(), features + hidden, encoder);
        packForward(parameters, shape.decoderInput(), 2 * hidden, decoder);
        packBias(parameters, shape.encoderBias(), encoderBias);
        packBias(parameters, shape.decoderBias(), decoderBias);
        for (int f = 0; f < features; f++) {
            for (int k = 0; k < hidden; k++) {
                output[(f / 4 * hidden + k) * 4 + f % 4] = parameters[shape.output() + k * features + f];
            }
            Arrays.fill(outputBias, f * BLOCK, (f + 1) * BLOCK, parameters[shape.outputBias() + f]);
        }
        packBackward(parameters, shape.encoderRecurrent(), 4 * hidden, encoderBack, 0, 4 * hidden);
        packBackward(parameters, shape.decoderInput(), 4 * hidden, codeBack, 0, 4 * hidden);
        packBackward(parameters, shape.output(), features, decoderBack, 0, features + 4 * hidden);
        packBackward(parameters, shape.decoderRecurrent(), 4 * hidden, decoderBack, features, features + 4 * hidden);
    }

    /** Rows of [terms × 4·hidden] to [hidden × terms × 4]; input and recurrent weights follow each other in the parameters. */
    private void packForward(float[] parameters, int from, int terms, float[] to) {
        int hidden = shape.hidden();
        for (int k = 0; k < terms; k++) {
            for (int gate = 0; gate < 4; gate++) {
                float scale = scale(gate);
                int row = from + k * 4 * hidden + gate * hidden;
                for (int j = 0; j < hidden; j++) {
                    to[(j * terms + k) * 4 + gate] = scale * parameters[row + j];
                }
            }
        }
    }

    private void packBias(float[] parameters, int from, float[] to) {
        int hidden = shape.hidden();
        for (int column = 0; column < 4 * hidden; column++) {
            float bias = scale(column / hidden) * parameters[from + column];
            Arrays.fill(to, column * BLOCK, (column + 1) * BLOCK, bias);
        }
    }

    /** Rows of [hidden × columns] to [groups of four rows × terms × 4], beginning with term {@code at}. */
    private void packBackward(float[] parameters, int from, int columns, float[] to, int at, int terms) {
        for (int k = 0; k < shape.hidden(); k++) {
            int group = (k / 4 * terms + at) * 4 + k % 4;
            for (int column = 0; column < columns; column++) {
                to[group + column * 4] = parameters[from + k * columns + column];
            }
        }
    }

    private float scale(int gate) {
        if (gate > 0) {
            return Cells.SIGMOID_SCALE;
        }
        return shape.activation() == Activation.TANH ? Cells.TANH_SCALE : 1f;
    }
}
