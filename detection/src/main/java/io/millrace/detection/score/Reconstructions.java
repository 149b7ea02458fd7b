package io.millrace.detection.score;

import io.millrace.detection.window.WindowBatch;

/** The last batch's reconstructions and what they are worth as scores. One per task, not thread-safe. */
final class Reconstructions {

    private final ErrorAccumulator errors;
    private final int features;
    private final int size; // values of a window
    private float[] values = new float[0]; // [windows × steps × features] of the last batch

    Reconstructions(ErrorAccumulator errors, int steps, int features) {
        this.errors = errors;
        this.features = features;
        this.size = steps * features;
    }

    /** Room for a batch's reconstructions, {@code [windows × steps × features]} or longer; what it held is gone. */
    float[] roomFor(WindowBatch batch) {
        if (values.length < batch.windows() * size) {
            values = new float[batch.windows() * size];
        }
        return values;
    }

    /** @param scores [windows] */
    void score(WindowBatch batch, double[] scores) {
        for (int n = 0; n < batch.windows(); n++) {
            scores[n] = errors.score(batch.rows(), batch.start(n) * features, features, values, n * size);
        }
    }

    /** @param n window of the batch that was scored last */
    WindowError explain(WindowBatch batch, int n) {
        return errors.explain(batch.rows(), batch.start(n) * features, features, values, n * size);
    }
}
