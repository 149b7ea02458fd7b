package io.millrace.detection.score;

import io.millrace.detection.window.WindowBatch;

/** Scores windows against what their machines have shown before; one per task, not thread-safe. */
public interface AdaptiveScorer extends WindowScorer {

    /**
     * Scores every window of a batch and lets its machine's memory learn from it. The windows of one machine stand in the batch in
     * their event-time order; the machines may be mixed in any way, and how the windows were cut into batches does not matter.
     *
     * @param memories memory of each window's machine, [windows]; windows of one machine share one object
     * @param scores receives one score per window, at least {@code batch.windows()} long
     */
    void score(WindowBatch batch, MachineMemory[] memories, double[] scores);
}
