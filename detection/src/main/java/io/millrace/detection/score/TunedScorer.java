package io.millrace.detection.score;

import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.window.WindowBatch;

/** Scores windows of machines that have output layers of their own under one network; one per task, not thread-safe. */
public interface TunedScorer extends WindowScorer {

    /**
     * Scores every window of a batch through its machine's output layer. A window's score is that of a model which has the layer as its own,
     * bit for bit.
     *
     * @param outputs layer of each window, [windows]; null stands for the model's own
     * @param scores receives one score per window, at least {@code batch.windows()} long
     */
    void score(WindowBatch batch, DenseLayer[] outputs, double[] scores);
}
