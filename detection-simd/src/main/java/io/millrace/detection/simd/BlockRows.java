package io.millrace.detection.simd;

import static io.millrace.detection.simd.kernel.Lanes.BLOCK;

import io.millrace.detection.simd.kernel.Lanes;
import io.millrace.detection.window.WindowBatch;

/**
 * A layer's walk along the rows of up to {@link Lanes#BLOCK} windows of a batch. One per task, not thread-safe.
 *
 * <p>When the windows of a block follow each other on one machine, lane n's row of step t is lane 0's row of step t + n: the input
 * projection is computed once per row and read at an offset that moves with the step.
 */
final class BlockRows {

    private final BlockLayer layer;
    private final int steps;
    private final int features;
    private final int projectedRows; // rows of a block of consecutive windows, padded
    private final float[] rowBlocks; // those rows with lanes = rows, [projectedRows / BLOCK × features × BLOCK]
    private final float[] rowProjection; // row·W + b, [hidden × 4 × projectedRows]
    private boolean shared;

    BlockRows(PackedLayer weights, int steps) {
        this.layer = new BlockLayer(weights);
        this.steps = steps;
        this.features = weights.inputs;
        this.projectedRows = Lanes.padded(steps + BLOCK - 1);
        this.rowBlocks = new float[projectedRows * features];
        this.rowProjection = new float[4 * weights.hidden * projectedRows];
    }

    /** Before the first step on windows {@code first … first + count − 1}; lanes beyond repeat the last one. */
    void begin(WindowBatch batch, int first, int count) {
        shared = consecutive(batch, first, count);
        if (shared) {
            projectRows(batch.rows(), batch.start(first));
        }
        layer.begin();
    }

    /** The next step of the walk, on row {@code t} of each of the windows that it began with. */
    void step(WindowBatch batch, int first, int count, int t) {
        if (shared) {
            layer.stepProjected(rowProjection, t, projectedRows);
        } else {
            gather(batch, first, count, t, layer.inputs(), 0);
            layer.step();
        }
    }

    /** Outputs of the last step, see {@link BlockLayer#state}. */
    float[] state() {
        return layer.state();
    }

    int stateAt() {
        return layer.stateAt();
    }

    private static boolean consecutive(WindowBatch batch, int first, int count) {
        for (int n = 1; n < count; n++) {
            if (batch.start(first + n) != batch.start(first) + n) {
                return false;
            }
        }
        return count == BLOCK;
    }

    /** Row {@code t} of each window to its lane, [features × BLOCK] from {@code at}; lanes beyond repeat the last one. */
    static void gather(WindowBatch batch, int first, int count, int t, float[] x, int at) {
        float[] rows = batch.rows();
        int features = batch.features();
        for (int lane = 0; lane < BLOCK; lane++) {
            int row = (batch.start(first + Math.min(lane, count - 1)) + t) * features;
            for (int f = 0; f < features; f++) {
                x[at + f * BLOCK + lane] = rows[row + f];
            }
        }
    }

    private void projectRows(float[] rows, int start) {
        int used = steps + BLOCK - 1;
        for (int r = 0; r < used; r++) {
            int to = r / BLOCK * BLOCK * features + r % BLOCK;
            for (int f = 0; f < features; f++) {
                rowBlocks[to + f * BLOCK] = rows[(start + r) * features + f];
            }
        }
        for (int r = 0; r < projectedRows; r += BLOCK) {
            layer.project(rowBlocks, r * features, rowProjection, r, projectedRows);
        }
    }
}
