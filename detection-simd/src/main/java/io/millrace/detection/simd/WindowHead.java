package io.millrace.detection.simd;

/** The end of an estimator, dense with ReLU and one output, on one window. One per task, not thread-safe. */
final class WindowHead {

    private final WindowDense dense;
    private final WindowDense output;

    WindowHead(PackedDense dense, PackedDense output) {
        this.dense = new WindowDense(dense);
        this.output = new WindowDense(output);
    }

    float answer(float[] x) {
        return output.apply(dense.applyRectified(x, 0), 0)[0];
    }
}
