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

    /**
     * The same with an output layer for each window, so that machines that differ in their output layer alone share the recurrent
     * passes. A window's result is that of a model which has the layer as its own, bit for bit.
     *
     * @param outputs layer of each window, [windows]; null stands for the model's own. All of one width
     * @param out receives what the layers make of the decoder's outputs, [windows × steps × width], row-major
     */
    void reconstruct(WindowBatch batch, DenseLayer[] outputs, float[] out);

    /**
     * Width of the output layers of a batch.
     *
     * @param general stands for those that are null
     * @throws IllegalArgumentException if they differ in width, or do not fit the decoder
     */
    static int width(DenseLayer general, DenseLayer[] outputs, int windows) {
        if (outputs.length < windows) {
            throw new IllegalArgumentException(
                    windows + " windows need as many output layers, found " + outputs.length);
        }
        int width = windows == 0 || outputs[0] == null ? general.outputs() : outputs[0].outputs();
        for (int n = 0; n < windows; n++) {
            DenseLayer layer = outputs[n] == null ? general : outputs[n];
            if (layer.inputs() != general.inputs() || layer.outputs() != width) {
                throw new IllegalArgumentException(
                        "output layers of a batch must map %d units to %d values, found %d to %d"
                                .formatted(general.inputs(), width, layer.inputs(), layer.outputs()));
            }
        }
        return width;
    }
}
