package io.millrace.detection.score;

import io.millrace.detection.window.WindowBatch;

/** An adaptive scorer that can be asked "what if" without learning from the question. */
public interface PeekingScorer extends AdaptiveScorer {

    /**
     * Scores every window of a batch as if it were the next one of one machine, whose memory stays as it is.
     *
     * @param memory of the machine
     * @param scores receives one score per window, at least {@code batch.windows()} long
     */
    void peek(WindowBatch batch, MachineMemory memory, double[] scores);
}
