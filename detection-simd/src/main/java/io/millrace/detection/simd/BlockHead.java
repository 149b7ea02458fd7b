package io.millrace.detection.simd;

/** The end of an estimator, dense with ReLU and one output, on a block of windows. One per task, not thread-safe. */
final class BlockHead {

    private final BlockDense dense;
    private final BlockDense output;

    BlockHead(PackedDense dense, PackedDense output) {
        this.dense = new BlockDense(dense);
        this.output = new BlockDense(output);
    }

    /** The answers of lanes 0 … count − 1 to {@code out}, from x [inputs × BLOCK] at {@code at}. */
    void answer(float[] x, int at, int count, float[] out, int outAt) {
        System.arraycopy(output.apply(dense.applyRectified(x, at), 0), 0, out, outAt, count);
    }
}
