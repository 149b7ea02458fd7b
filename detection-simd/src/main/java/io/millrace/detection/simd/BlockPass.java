package io.millrace.detection.simd;

import static io.millrace.detection.simd.kernel.Lanes.BLOCK;

import io.millrace.detection.model.Activation;
import io.millrace.detection.model.DenseLayer;
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

    /** Units whose gates are computed before their cells are: few, so that the gates stay in the first-level cache. */
    private static final int TOGETHER = 8;

    private final PackedAutoencoder model;
    private final int features;
    private final int codeAt; // the encoder's state begins after the features

    private float[] x; // [features + hidden × BLOCK], inputs of a step and the state before it
    private float[] next; // the same of the following step
    private final float[] z; // planes of gates of some units, [4 × TOGETHER × BLOCK]
    private final float[] c; // [hidden × BLOCK]
    private final float[] y; // [groups of four outputs × BLOCK]
    private final LaneOutputs lanes = new LaneOutputs();
    private final float[] codeProjection; // code·W + b of the decoder, [decoder hidden × 4 × BLOCK]
    private final int projectedRows; // rows of a block of consecutive windows, padded
    private final float[] rowBlocks; // those rows with lanes = rows, [projectedRows / BLOCK × features × BLOCK]
    private final float[] rowProjection; // row·W + b of the encoder, [encoder hidden × 4 × projectedRows]

    BlockPass(PackedAutoencoder model) {
        this.model = model;
        this.features = model.features;
        this.codeAt = features * BLOCK;
        int widest = Math.max(model.encoder.hidden, model.decoder.hidden);
        this.x = new float[(features + widest) * BLOCK];
        this.next = new float[(features + widest) * BLOCK];
        this.z = new float[4 * TOGETHER * BLOCK];
        this.c = new float[widest * BLOCK];
        this.y = new float[model.output.groups * 4 * BLOCK];
        this.codeProjection = new float[4 * model.decoder.hidden * BLOCK];
        this.projectedRows = Lanes.padded(model.steps + BLOCK - 1);
        this.rowBlocks = new float[projectedRows * features];
        this.rowProjection = new float[4 * model.encoder.hidden * projectedRows];
    }

    /** Reconstructs windows {@code first … first + count − 1}; lanes beyond repeat the last one and are thrown away. */
    void reconstruct(WindowBatch batch, int first, int count, float[] out) {
        encode(batch, first, count);
        begin();
        for (int t = 0; t < model.steps; t++) {
            decode(t);
            project(x);
            scatter(first, count, t, y, features, out);
        }
    }

    /** The same through the windows' own output layers, all of them {@code width} wide. */
    void reconstruct(WindowBatch batch, int first, int count, DenseLayer[] outputs, int width, float[] out) {
        if (!LaneOutputs.any(outputs, first, count)) {
            reconstruct(batch, first, count, out);
            return;
        }
        lanes.pack(outputs, model.output.layer, first, count, width);
        encode(batch, first, count);
        begin();
        for (int t = 0; t < model.steps; t++) {
            decode(t);
            scatter(first, count, t, lanes.of(x), width, out);
        }
    }

    private void encode(WindowBatch batch, int first, int count) {
        if (consecutive(batch, first, count)) {
            encodeShared(batch, batch.start(first));
        } else {
            encodeEach(batch, first, count);
        }
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
            step(layer.hidden, layer.blocks, features + layer.hidden, 0, terms, layer.blockBias, 0, BLOCK, codeAt);
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
            step(
                    layer.hidden,
                    layer.recurrentBlocks,
                    layer.hidden,
                    codeAt,
                    terms,
                    rowProjection,
                    t,
                    projectedRows,
                    codeAt);
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
            project(layer, rowBlocks, r * features, rowProjection, r, projectedRows);
        }
    }

    /** z = x·W + b of every unit, output g of unit j at zAt + (4·j + g)·zPlane. */
    private static void project(PackedLayer layer, float[] x, int xAt, float[] z, int zAt, int zPlane) {
        Products.blocks(
                layer.inputBlocks,
                0,
                layer.inputs * 4,
                layer.hidden,
                x,
                xAt,
                layer.inputs,
                layer.blockBias,
                0,
                BLOCK,
                4 * BLOCK,
                z,
                zAt,
                zPlane,
                4 * zPlane);
    }

    /** The decoder before its first step: it is fed the code. */
    private void begin() {
        project(model.decoder, x, codeAt, codeProjection, 0, BLOCK);
        Arrays.fill(c, 0, model.decoder.hidden * BLOCK, 0);
    }

    /** The decoder's step {@code t}; its outputs are in x afterwards. */
    private void decode(int t) {
        PackedLayer layer = model.decoder;
        int terms = t == 0 ? 0 : layer.hidden;
        step(layer.hidden, layer.recurrentBlocks, layer.hidden, 0, terms, codeProjection, 0, BLOCK, 0);
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

    /** Step {@code t} of every window to its place; {@code values} [width × BLOCK]. */
    private void scatter(int first, int count, int t, float[] values, int width, float[] out) {
        for (int lane = 0; lane < count; lane++) {
            int to = ((first + lane) * model.steps + t) * width;
            for (int f = 0; f < width; f++) {
                out[to + f] = values[f * BLOCK + lane];
            }
        }
    }

    /**
     * One step of a layer: the state at {@code stateAt} goes on by z = init + x·w and the cells.
     *
     * @param w [hidden × stride × 4]
     * @param terms terms that count, of {@code x} from {@code xAt}
     * @param init gate g of unit j at initAt + (4·j + g)·initPlane
     */
    private void step(
            int hidden,
            float[] w,
            int stride,
            int xAt,
            int terms,
            float[] init,
            int initAt,
            int initPlane,
            int stateAt) {
        for (int j = 0; j < hidden; j += TOGETHER) {
            int units = Math.min(TOGETHER, hidden - j);
            int length = units * BLOCK;
            int from = initAt + j * 4 * initPlane;
            Products.blocks(
                    w,
                    j * stride * 4,
                    stride * 4,
                    units,
                    x,
                    xAt,
                    terms,
                    init,
                    from,
                    initPlane,
                    4 * initPlane,
                    z,
                    0,
                    length,
                    BLOCK);
            int at = j * BLOCK;
            if (model.activation == Activation.TANH) {
                Cells.powers(z, 0, 4 * length);
                Cells.tanh(z, length, c, at, next, stateAt + at);
            } else {
                Cells.powers(z, length, 4 * length);
                Cells.relu(z, length, c, at, next, stateAt + at);
            }
        }
        float[] swapped = x;
        x = next;
        next = swapped;
    }
}
