package io.millrace.detection.model;

import io.millrace.detection.window.WindowBatch;

/** A model's forward pass with its scratch memory. One per task, not thread-safe. */
public interface Reconstructor {

    /**
     * Reconstructs every window of a batch. The result of a window does not depend on the other windows of the batch, bit for bit.
     *
     * @param batch windows of the model's steps and features
     * @param out receives the reconstruction, [windows × steps × features], row-major
     */
    void reconstruct(WindowBatch batch, float[] out);
}
