package io.millrace.detection.simd;

import static io.millrace.detection.simd.kernel.Lanes.BLOCK;

import io.millrace.detection.model.Activation;
import io.millrace.detection.simd.kernel.Cells;
import io.millrace.detection.simd.kernel.Lanes;
import io.millrace.detection.simd.kernel.Products;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;

/**
 * The forward pass of up to {@link Lanes#BLOCK} windows at once, one window per lane. One per task, not thread-safe.
 *
 * <p>When the windows of a block follow each other on one machine, lane n's row of step t is lane 0's row of step t + n: the input
 * projection is computed once per row and read at an offset that moves with the step.
 */
final class BlockPass {

    private final PackedAutoencoder model;
    private final int features;
    private final int codeAt; // the encoder's state begins after the features

    private final float[] x; // [features + hidden × BLOCK], inputs of a step and the state before it
    private final float[] z; // planes of gates, [4 × hidden × BLOCK]
    private final float[] c; // [hidden × BLOCK]
    private final float[] y; // [groups of four outputs × BLOCK]
    private final float[] codeProjection; // code·W + b of the decoder, [4 × decoder hidden × BLOCK]
    private final int projectedRows; // rows of a block of consecutive windows, padded
    private final float[] rowBlocks; // those rows with lanes = rows, [projectedRows / BLOCK × features × BLOCK]
    private final float[] rowProjection; // row·W + b of the encoder, [4 × encoder hidden × projectedRows]

    BlockPass(PackedAutoencoder model) {
        this.model = model;
        this.features = model.features;
        this.codeAt = features * BLOCK;
        int widest = Math.max(model.encoder.hidden, model.decoder.hidden);
        this.x = new float[(features + widest) * BLOCK];
        this.z = new float[4 * widest * BLOCK];
        this.c = new float[widest * BLOCK];
        this.y = new float[model.output.groups * 4 * BLOCK];
        this.codeProjection = new float[4 * model.decoder.hidden * BLOCK];
        this.projectedRows = Lanes.padded(model.steps + BLOCK - 1);
        this.rowBlocks = new float[projectedRows * features];
        this.rowProjection = new float[4 * model.encoder.hidden * projectedRows];
    }

    /** Reconstructs windows {@code first … first + count − 1}; lanes beyond repeat the last one and are thrown away. */
    void reconstruct(WindowBatch batch, int first, int count, float[] out) {
        if (consecutive(batch, first, count)) {
            encodeShared(batch, batch.start(first));
        } else {
            encodeEach(batch, first, count);
        }
        decode(first, count, out);
    }

    private static boolean consecutive(WindowBatch batch, int first, int count) {
        for (int n = 1; n < count; n++) {
            if (batch.start(first + n) != batch.start(first) + n) {
                return false;
            }
        }
        return count == BLOCK;
    }

    private void encodeEach(WindowBatch batch, int first, int count) {
        PackedLayer layer = model.encoder;
        Arrays.fill(c, 0, layer.hidden * BLOCK, 0);
        for (int t = 0; t < model.steps; t++) {
            gatherRows(batch, first, count, t);
            // nothing to recur from at step 0
            int terms = t == 0 ? features : features + layer.hidden;
            product(layer, 0, x, 0, terms, layer.blockBias, 0, layer.hidden * BLOCK, BLOCK);
            cells(layer.hidden, x, codeAt);
        }
    }

    private void gatherRows(WindowBatch batch, int first, int count, int t) {
        float[] rows = batch.rows();
        for (int lane = 0; lane < BLOCK; lane++) {
            int row = (batch.start(first + Math.min(lane, count - 1)) + t) * features;
            for (int f = 0; f < features; f++) {
                x[f * BLOCK + lane] = rows[row + f];
            }
        }
    }

    private void encodeShared(WindowBatch batch, int start) {
        PackedLayer layer = model.encoder;
        projectRows(batch.rows(), start);
        Arrays.fill(c, 0, layer.hidden * BLOCK, 0);
        for (int t = 0; t < model.steps; t++) {
            int terms = t == 0 ? 0 : layer.hidden;
            product(layer, features, x, codeAt, terms, rowProjection, t, layer.hidden * projectedRows, projectedRows);
            cells(layer.hidden, x, codeAt);
        }
    }

    private void projectRows(float[] rows, int start) {
        PackedLayer layer = model.encoder;
        int used = model.steps + BLOCK - 1;
        for (int r = 0; r < used; r++) {
            int to = r / BLOCK * BLOCK * features + r % BLOCK;
            for (int f = 0; f < features; f++) {
                rowBlocks[to + f * BLOCK] = rows[(start + r) * features + f];
            }
        }
        for (int r = 0; r < projectedRows; r += BLOCK) {
            Products.blocks(
                    layer.blocks,
                    0,
                    layer.blockStride(),
                    layer.hidden,
                    rowBlocks,
                    r * features,
                    features,
                    layer.blockBias,
                    0,
                    layer.hidden * BLOCK,
                    BLOCK,
                    rowProjection,
                    r,
                    layer.hidden * projectedRows,
                    projectedRows);
        }
    }

    private void decode(int first, int count, float[] out) {
        PackedLayer layer = model.decoder;
        int plane = layer.hidden * BLOCK;
        product(layer, 0, x, codeAt, layer.inputs, layer.blockBias, 0, plane, BLOCK);
        System.arraycopy(z, 0, codeProjection, 0, 4 * plane);
        Arrays.fill(c, 0, plane, 0);
        for (int t = 0; t < model.steps; t++) {
            int terms = t == 0 ? 0 : layer.hidden;
            product(layer, layer.inputs, x, 0, terms, codeProjection, 0, plane, BLOCK);
            cells(layer.hidden, x, 0);
            project(x);
            scatter(first, count, t, out);
        }
    }

    private void project(float[] h) {
        PackedDense dense = model.output;
        Products.blocks(
                dense.blocks,
                0,
                dense.inputs * 4,
                dense.groups,
                h,
                0,
                dense.inputs,
                dense.blockBias,
                0,
                BLOCK,
                4 * BLOCK,
                y,
                0,
                BLOCK,
                4 * BLOCK);
    }

    private void scatter(int first, int count, int t, float[] out) {
        for (int lane = 0; lane < count; lane++) {
            int to = ((first + lane) * model.steps + t) * features;
            for (int f = 0; f < features; f++) {
                out[to + f] = y[f * BLOCK + lane];
            }
        }
    }

    /** z = init + x·weights over {@code terms} terms, beginning with the layer's weight {@code term}. */
    private void product(
            PackedLayer layer,
            int term,
            float[] x,
            int xAt,
            int terms,
            float[] init,
            int initAt,
            int initPlane,
            int initUnit) {
        Products.blocks(
                layer.blocks,
                term * 4,
                layer.blockStride(),
                layer.hidden,
                x,
                xAt,
                terms,
                init,
                initAt,
                initPlane,
                initUnit,
                z,
                0,
                layer.hidden * BLOCK,
                BLOCK);
    }

    private void cells(int hidden, float[] h, int hAt) {
        int length = hidden * BLOCK;
        if (model.activation == Activation.TANH) {
            Cells.powers(z, 0, 4 * length);
            Cells.tanh(z, length, c, h, hAt);
        } else {
            Cells.powers(z, length, 4 * length);
            Cells.relu(z, length, c, h, hAt);
        }
    }
}
