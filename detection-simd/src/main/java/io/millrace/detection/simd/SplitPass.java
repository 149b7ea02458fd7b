package io.millrace.detection.simd;

import static io.millrace.detection.simd.kernel.Lanes.BLOCK;

import io.millrace.detection.window.WindowBatch;

/**
 * Splits a batch into blocks of windows and a rest of single windows. One per task, not thread-safe; allocates nothing per call.
 *
 * @param outputs values that the network makes of a window
 * @param block takes up to {@link io.millrace.detection.simd.kernel.Lanes#BLOCK} windows
 * @param window takes one window; its result is that of the block, bit for bit
 */
record SplitPass(int steps, int features, int outputs, WindowsPass block, WindowsPass window) {

    /** A padded block costs as much as about this many single windows. */
    static final int SMALLEST_BLOCK = BLOCK / 2 - 1;

    void run(WindowBatch batch, float[] out) {
        requireShapes(batch, outputs, out);
        int n = 0;
        while (batch.windows() - n >= SMALLEST_BLOCK) {
            int count = Math.min(BLOCK, batch.windows() - n);
            block.run(batch, n, count, out);
            n += count;
        }
        for (; n < batch.windows(); n++) {
            window.run(batch, n, 1, out);
        }
    }

    /** Refuses windows of another shape than the network's, and an array without room for {@code width} values of each. */
    void requireShapes(WindowBatch batch, int width, float[] out) {
        batch.requireShape(steps, features);
        int expected = batch.windows() * width;
        if (out.length < expected) {
            throw new IllegalArgumentException(
                    "the result needs %d values, the array has %d".formatted(expected, out.length));
        }
    }
}
