package io.millrace.detection.simd;

import static io.millrace.detection.simd.kernel.Lanes.BLOCK;

import io.millrace.detection.simd.kernel.Cells;
import io.millrace.detection.simd.kernel.Products;

/** A linear layer on a block of windows, one window per lane. One per task, not thread-safe. */
final class BlockDense {

    private final PackedDense layer;
    private final float[] y; // [groups of four outputs × BLOCK]

    BlockDense(PackedDense layer) {
        this.layer = layer;
        this.y = new float[layer.groups * 4 * BLOCK];
    }

    /** x·W + b, [outputs × BLOCK], of x [inputs × BLOCK] from {@code at}; overwritten by the next call. */
    float[] apply(float[] x, int at) {
        apply(layer, x, at, y, 0);
        return y;
    }

    /** max(0, x·W + b). */
    float[] applyRectified(float[] x, int at) {
        apply(layer, x, at, y, 0);
        Cells.rectify(y, y.length);
        return y;
    }

    /** The same to {@code y} from {@code yAt}, outputs padded to groups of four. */
    static void apply(PackedDense layer, float[] x, int at, float[] y, int yAt) {
        Products.blocks(
                layer.blocks,
                0,
                layer.inputs * 4,
                layer.groups,
                x,
                at,
                layer.inputs,
                layer.blockBias,
                0,
                BLOCK,
                4 * BLOCK,
                y,
                yAt,
                BLOCK,
                4 * BLOCK);
    }
}
