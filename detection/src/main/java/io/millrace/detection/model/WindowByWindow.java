package io.millrace.detection.model;

import io.millrace.detection.window.WindowBatch;

/** A pass of an estimator that takes a batch's windows one at a time. */
interface WindowByWindow extends WindowEstimator.Pass {

    int steps();

    int features();

    /** @param rows matrix of rows, row-major, the window starting at element {@code at} */
    float estimate(float[] rows, int at);

    @Override
    default void estimate(WindowBatch batch, float[] out) {
        batch.requireShape(steps(), features());
        for (int n = 0; n < batch.windows(); n++) {
            out[n] = estimate(batch.rows(), batch.start(n) * features());
        }
    }
}
