package io.millrace.detection.score;

import io.millrace.detection.window.WindowBatch;

/** Scores windows; one per task, not thread-safe. */
public interface WindowScorer {

    /**
     * Scores every window of a batch. A window's score does not depend on the other windows of the batch, bit for bit.
     *
     * @param scores receives one score per window, at least {@code batch.windows()} long
     */
    void score(WindowBatch batch, double[] scores);

    /**
     * What made window {@code n} of the batch scored last strange; called for few windows. Valid until the next batch is scored.
     */
    WindowError explain(WindowBatch batch, int n);
}
