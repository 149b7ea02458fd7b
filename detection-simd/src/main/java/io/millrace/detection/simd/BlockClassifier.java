package io.millrace.detection.simd;

import io.millrace.detection.simd.kernel.Lanes;
import io.millrace.detection.window.WindowBatch;

/**
 * The classifier's forward pass of up to {@link Lanes#BLOCK} windows at once, one window per lane; its recurrent layers walk side by
 * side. One per task, not thread-safe.
 */
final class BlockClassifier implements WindowsPass {

    private final int steps;
    private final BlockRows first;
    private final BlockLayer second;
    private final BlockHead head;

    BlockClassifier(PackedClassifier network) {
        this.steps = network.steps();
        this.first = new BlockRows(network.first(), network.steps());
        this.second = new BlockLayer(network.second());
        this.head = new BlockHead(network.dense(), network.output());
    }

    @Override
    public void run(WindowBatch batch, int from, int count, float[] out) {
        first.begin(batch, from, count);
        second.begin();
        for (int t = 0; t < steps; t++) {
            first.step(batch, from, count, t);
            second.step(first.state(), first.stateAt());
        }
        head.answer(second.state(), second.stateAt(), count, out, from);
    }
}
