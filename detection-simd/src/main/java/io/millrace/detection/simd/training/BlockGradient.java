package io.millrace.detection.simd.training;

import static io.millrace.detection.simd.kernel.Lanes.BLOCK;

import io.millrace.detection.simd.kernel.Gradients;
import io.millrace.detection.simd.kernel.Products;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;

/**
 * Loss and gradient of a block of windows, one window per lane: forward with a tape, then back through time. One per thread; its
 * memory is about 75·steps·hidden·BLOCK bytes, 4.6 MB at 60 steps and 64 units.
 *
 * <p>On the way back only what depends on the step before is computed step by step: dh[t−1] = R·dz[t]. Inputs and derivatives are
 * remembered as histories, and the gradients of the weights are one long sum over steps and windows at the end of each layer. A row
 * of ones among the inputs makes the biases' gradients part of the same sum. The decoder's input is the same at every step, so that
 * its derivative needs the sum of dz alone.
 *
 * <p>Reference: P. J. Werbos, "Backpropagation Through Time: What It Does and How to Do It", Proceedings of the IEEE 78(10), 1990.
 */
final class BlockGradient {

    private final AutoencoderShape shape;
    private final int steps;
    private final int features;
    private final int hidden;
    private final int stride; // floats of a row of a history
    private final LayerTape encoder;
    private final LayerTape decoder;
    private final float[] encoderRows; // history of [x | h before | 1], [features + hidden + 1, padded × stride]
    private final float[] decoderRows; // history of [h before | 1] with one step more, [hidden + 1, padded × stride]
    private final float[] gateErrors; // history of dz, [4·hidden × stride]
    private final float[] outputErrors; // history of dy, [features, padded × stride]

    private final float[] x; // [x | h], [features + hidden + 1 × BLOCK]; after the encoder h is the code
    private final float[] z; // planes of gates, [4 × hidden × BLOCK]
    private final float[] codeProjection; // [4 × hidden × BLOCK]
    private final float[] y; // [features, padded × BLOCK]
    private final float[] errors; // [dy | dz], [features + 4·hidden × BLOCK]
    private final float[] errorSum; // Σ dz over the steps, [4·hidden × BLOCK]
    private final float[] dh; // [hidden, padded × BLOCK]
    private final float[] dc; // [hidden × BLOCK]
    private final float[] zero; // [hidden, padded × BLOCK]
    private final float[] sums = new float[8];

    BlockGradient(AutoencoderShape shape) {
        this.shape = shape;
        this.steps = shape.steps();
        this.features = shape.features();
        this.hidden = shape.hidden();
        this.stride = historyStride(steps);
        this.encoder = new LayerTape(shape);
        this.decoder = new LayerTape(shape);
        this.encoderRows = new float[(features + hidden + 2) * stride];
        this.decoderRows = new float[(hidden + 2) * stride];
        Arrays.fill(encoderRows, (features + hidden) * stride, (features + hidden + 1) * stride, 1);
        Arrays.fill(decoderRows, hidden * stride, (hidden + 1) * stride, 1);
        this.gateErrors = new float[4 * hidden * stride];
        this.outputErrors = new float[TrainingWeights.fours(features) * stride];
        this.x = new float[(features + hidden + 1) * BLOCK];
        this.z = new float[4 * hidden * BLOCK];
        this.codeProjection = new float[4 * hidden * BLOCK];
        this.y = new float[TrainingWeights.fours(features) * BLOCK];
        this.errors = new float[(features + 4 * hidden) * BLOCK];
        this.errorSum = new float[4 * hidden * BLOCK];
        this.dh = new float[TrainingWeights.fours(hidden) * BLOCK];
        this.dc = new float[hidden * BLOCK];
        this.zero = new float[TrainingWeights.fours(hidden) * BLOCK];
    }

    /** One step more than the window, and never a multiple of a page: rows a page apart would fight for the same cache lines. */
    private static int historyStride(int steps) {
        int floats = (steps + 1) * BLOCK;
        return floats % 1024 == 0 ? floats + BLOCK : floats;
    }

    /**
     * Forward alone.
     *
     * @param data windows
     * @param order indices of windows
     * @param from first position in {@code order}
     * @param count windows of this block, at most BLOCK
     * @return sum of squared errors
     */
    double error(TrainingWeights weights, WindowBatch data, int[] order, int from, int count) {
        encode(weights, data, order, from, count);
        return decode(weights, count, 0);
    }

    /**
     * Forward and back.
     *
     * @param scale factor of the derivative of each squared error: 2/(windows · steps · features) of the whole batch
     * @param gradient receives the sum with this block's gradient, [parameters]
     * @return sum of squared errors
     */
    double gradient(
            TrainingWeights weights,
            WindowBatch data,
            int[] order,
            int from,
            int count,
            float scale,
            float[] gradient) {
        encode(weights, data, order, from, count);
        double error = decode(weights, count, scale);
        decoderBack(weights, gradient);
        encoderBack(weights, gradient);
        return error;
    }

    private void encode(TrainingWeights weights, WindowBatch data, int[] order, int from, int count) {
        int codeAt = features * BLOCK;
        Arrays.fill(x, codeAt, codeAt + hidden * BLOCK, 0);
        for (int t = 0; t < steps; t++) {
            gatherRows(data, order, from, count, t);
            Gradients.remember(x, 0, features + hidden, encoderRows, t * BLOCK, stride);
            int terms = t == 0 ? features : features + hidden;
            forward(weights.encoder, 0, features + hidden, x, 0, terms, weights.encoderBias);
            encoder.forward(t, z, x, codeAt);
        }
    }

    private void gatherRows(WindowBatch data, int[] order, int from, int count, int t) {
        float[] rows = data.rows();
        for (int lane = 0; lane < BLOCK; lane++) {
            int window = order[from + Math.min(lane, count - 1)];
            int row = (data.start(window) + t) * features;
            for (int f = 0; f < features; f++) {
                x[f * BLOCK + lane] = rows[row + f];
            }
        }
    }

    /** Leaves the code in {@link #x}; the decoder's states live in its history. */
    private double decode(TrainingWeights weights, int count, float scale) {
        forward(weights.decoder, 0, 2 * hidden, x, features * BLOCK, hidden, weights.decoderBias);
        System.arraycopy(z, 0, codeProjection, 0, z.length);
        double error = 0;
        for (int n = 0; n < hidden; n++) {
            Arrays.fill(decoderRows, n * stride, n * stride + BLOCK, 0);
        }
        for (int t = 0; t < steps; t++) {
            int terms = t == 0 ? 0 : hidden;
            forward(weights.decoder, hidden, 2 * hidden, dh, 0, terms, codeProjection);
            decoder.forward(t, z, dh, 0);
            Gradients.remember(dh, 0, hidden, decoderRows, (t + 1) * BLOCK, stride);
            Products.blocks(
                    weights.output,
                    0,
                    hidden * 4,
                    TrainingWeights.fours(features) / 4,
                    dh,
                    0,
                    hidden,
                    weights.outputBias,
                    0,
                    BLOCK,
                    4 * BLOCK,
                    y,
                    0,
                    BLOCK,
                    4 * BLOCK);
            error += compare(t, count, scale);
        }
        return error;
    }

    /** Squared error of step {@code t}, its derivative into the history; lanes beyond the block's windows have none. */
    private double compare(int t, int count, float scale) {
        double error = 0;
        for (int f = 0; f < features; f++) {
            int at = f * stride + t * BLOCK;
            for (int lane = 0; lane < BLOCK; lane++) {
                float difference = lane < count ? y[f * BLOCK + lane] - encoderRows[at + lane] : 0;
                outputErrors[at + lane] = scale * difference;
                error += (double) difference * difference;
            }
        }
        return error;
    }

    private void decoderBack(TrainingWeights weights, float[] gradient) {
        int terms = features + 4 * hidden;
        Arrays.fill(dc, 0);
        Arrays.fill(errorSum, 0);
        for (int t = steps - 1; t >= 0; t--) {
            for (int f = 0; f < features; f++) {
                System.arraycopy(outputErrors, f * stride + t * BLOCK, errors, f * BLOCK, BLOCK);
            }
            back(weights.decoderBack, terms, errors, 0, t == steps - 1 ? features : terms);
            decoder.backward(t, dh, dc, errors, features * BLOCK);
            Gradients.remember(errors, features * BLOCK, 4 * hidden, gateErrors, t * BLOCK, stride);
            Gradients.accumulate(errorSum, errors, features * BLOCK, errorSum.length);
        }
        int window = steps * BLOCK;
        int gates = shape.gates();
        add(decoderRows, 0, stride, hidden + 1, gateErrors, stride, gates, window, gradient, shape.decoderRecurrent());
        add(decoderRows, BLOCK, stride, hidden + 1, outputErrors, stride, features, window, gradient, shape.output());
        int codeAt = features * BLOCK;
        add(x, codeAt, BLOCK, hidden, errorSum, BLOCK, gates, BLOCK, gradient, shape.decoderInput());
        back(weights.codeBack, 4 * hidden, errorSum, 0, 4 * hidden);
    }

    /** Begins with the derivative of the code in {@link #dh}. */
    private void encoderBack(TrainingWeights weights, float[] gradient) {
        int errorsAt = features * BLOCK;
        Arrays.fill(dc, 0);
        for (int t = steps - 1; t >= 0; t--) {
            if (t < steps - 1) {
                back(weights.encoderBack, 4 * hidden, errors, errorsAt, 4 * hidden);
            }
            encoder.backward(t, dh, dc, errors, errorsAt);
            Gradients.remember(errors, errorsAt, 4 * hidden, gateErrors, t * BLOCK, stride);
        }
        int rows = features + hidden + 1;
        add(
                encoderRows,
                0,
                stride,
                rows,
                gateErrors,
                stride,
                shape.gates(),
                steps * BLOCK,
                gradient,
                shape.encoderInput());
    }

    /** z = init + x·w for every unit, beginning with its term {@code term}. */
    private void forward(float[] w, int term, int stepTerms, float[] x, int xAt, int terms, float[] init) {
        int plane = hidden * BLOCK;
        Products.blocks(w, term * 4, stepTerms * 4, hidden, x, xAt, terms, init, 0, plane, BLOCK, z, 0, plane, BLOCK);
    }

    /** dh = x·w. */
    private void back(float[] w, int allTerms, float[] x, int xAt, int terms) {
        int groups = TrainingWeights.fours(hidden) / 4;
        Products.blocks(w, 0, allTerms * 4, groups, x, xAt, terms, zero, 0, BLOCK, 4 * BLOCK, dh, 0, BLOCK, 4 * BLOCK);
    }

    private void add(
            float[] a,
            int aAt,
            int aStride,
            int aRows,
            float[] b,
            int bStride,
            int bRows,
            int length,
            float[] gradient,
            int at) {
        Gradients.add(a, aAt, aStride, aRows, b, 0, bStride, bRows, length, gradient, at, sums);
    }
}
