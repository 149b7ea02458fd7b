package io.millrace.detection.simd;

import io.millrace.detection.window.WindowBatch;

/** The classifier's forward pass of single windows, lanes = units. One per task, not thread-safe. */
final class WindowClassifier implements WindowsPass {

    private final int steps;
    private final int features;
    private final WindowLayer first;
    private final WindowLayer second;
    private final WindowHead head;

    WindowClassifier(PackedClassifier network) {
        this.steps = network.steps();
        this.features = network.first().inputs;
        this.first = new WindowLayer(network.first());
        this.second = new WindowLayer(network.second());
        this.head = new WindowHead(network.dense(), network.output());
    }

    @Override
    public void run(WindowBatch batch, int from, int count, float[] out) {
        for (int n = from; n < from + count; n++) {
            out[n] = answer(batch.rows(), batch.start(n) * features);
        }
    }

    private float answer(float[] rows, int at) {
        first.begin();
        second.begin();
        for (int t = 0; t < steps; t++) {
            first.step(rows, at + t * features);
            second.step(first.state(), 0);
        }
        return head.answer(second.state());
    }
}
