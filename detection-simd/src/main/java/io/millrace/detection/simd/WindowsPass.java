package io.millrace.detection.simd;

import io.millrace.detection.window.WindowBatch;

/** A network's pass of some windows of a batch. One per task, not thread-safe. */
interface WindowsPass {

    /**
     * @param first the first of the windows
     * @param count how many, at least one
     * @param out receives what the network makes of each window, at the window's place in the batch
     */
    void run(WindowBatch batch, int first, int count, float[] out);
}
