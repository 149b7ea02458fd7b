package io.millrace.detection.simd;

import static io.millrace.detection.simd.kernel.Lanes.BLOCK;

import io.millrace.detection.model.Activation;
import io.millrace.detection.simd.kernel.Cells;
import io.millrace.detection.simd.kernel.Products;
import java.util.Arrays;

/** An LSTM layer's walk along a block of windows, one window per lane. One per task, not thread-safe. */
final class BlockLayer {

    /** Units whose gates are computed before their cells are: few, so that the gates stay in the first-level cache. */
    private static final int TOGETHER = 8;

    private final PackedLayer layer;
    private final int stateAt; // the state begins after the inputs
    private float[] x; // [inputs + hidden × BLOCK], inputs of a step and the state before it
    private float[] next; // the same of the following step
    private final float[] z = new float[4 * TOGETHER * BLOCK]; // planes of gates of some units
    private final float[] c; // [hidden × BLOCK]
    private boolean first = true;

    BlockLayer(PackedLayer layer) {
        this.layer = layer;
        this.stateAt = layer.inputs * BLOCK;
        this.x = new float[(layer.inputs + layer.hidden) * BLOCK];
        this.next = new float[(layer.inputs + layer.hidden) * BLOCK];
        this.c = new float[layer.hidden * BLOCK];
    }

    /** Forgets: the next step is a sequence's first. */
    void begin() {
        Arrays.fill(c, 0);
        first = true;
    }

    /** Where the inputs of the next step belong, [inputs × BLOCK] from 0; another array after every step. */
    float[] inputs() {
        return x;
    }

    /** One step on the inputs, [inputs × BLOCK] from {@code at}. */
    void step(float[] inputs, int at) {
        System.arraycopy(inputs, at, x, 0, stateAt);
        step();
    }

    /** One step on what {@link #inputs} holds. */
    void step() {
        // nothing to recur from at a sequence's first step
        int terms = first ? layer.inputs : layer.inputs + layer.hidden;
        advance(layer.blocks, layer.inputs + layer.hidden, 0, terms, layer.blockBias, 0, BLOCK);
    }

    /** One step on projected inputs: gate g of unit j at {@code at + (4·j + g)·plane}. */
    void stepProjected(float[] projection, int at, int plane) {
        advance(layer.recurrentBlocks, layer.hidden, stateAt, first ? 0 : layer.hidden, projection, at, plane);
    }

    /** What a step needs to know of its inputs, x·W + b: gate g of unit j at {@code zAt + (4·j + g)·zPlane}. */
    void project(float[] inputs, int at, float[] z, int zAt, int zPlane) {
        Products.blocks(
                layer.inputBlocks,
                0,
                layer.inputs * 4,
                layer.hidden,
                inputs,
                at,
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

    /** Outputs of the last step, [hidden × BLOCK] from {@link #stateAt}; another array after every step. */
    float[] state() {
        return x;
    }

    int stateAt() {
        return stateAt;
    }

    /**
     * The state goes on by z = init + x·w and the cells.
     *
     * @param w [hidden × stride × 4]
     * @param terms terms that count, of {@code x} from {@code xAt}
     * @param init gate g of unit j at initAt + (4·j + g)·initPlane
     */
    private void advance(float[] w, int stride, int xAt, int terms, float[] init, int initAt, int initPlane) {
        for (int j = 0; j < layer.hidden; j += TOGETHER) {
            int units = Math.min(TOGETHER, layer.hidden - j);
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
            if (layer.activation == Activation.TANH) {
                Cells.powers(z, 0, 4 * length);
                Cells.tanh(z, length, c, at, next, stateAt + at);
            } else {
                Cells.powers(z, length, 4 * length);
                Cells.relu(z, length, c, at, next, stateAt + at);
            }
        }
        first = false;
        float[] swapped = x;
        x = next;
        next = swapped;
    }
}
