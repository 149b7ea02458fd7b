package io.millrace.detection.simd;

import static io.millrace.detection.simd.kernel.Lanes.LENGTH;

import io.millrace.detection.window.WindowBatch;

/** The attention LSTM's forward pass of single windows, lanes = units. One per task, not thread-safe. */
final class WindowAttentionLstm implements WindowsPass {

    private final int features;
    private final BothWays[] layers;
    private final WindowPooling pooling;
    private final WindowHead head;

    WindowAttentionLstm(PackedAttentionLstm network) {
        this.features = network.features();
        this.layers = network.layers().stream()
                .map(layer -> new BothWays(layer, network.steps()))
                .toArray(BothWays[]::new);
        this.pooling = new WindowPooling(network.pooling(), network.steps());
        this.head = new WindowHead(network.dense(), network.output());
    }

    @Override
    public void run(WindowBatch batch, int first, int count, float[] out) {
        for (int n = first; n < first + count; n++) {
            out[n] = answer(batch.rows(), batch.start(n) * features);
        }
    }

    private float answer(float[] rows, int from) {
        float[] sequence = rows;
        int at = from;
        int stride = features;
        for (BothWays layer : layers) {
            sequence = layer.run(sequence, at, stride);
            at = 0;
            stride = layer.stride;
        }
        return head.answer(pooling.pool(sequence));
    }

    /** A bidirectional layer at work. One per task, not thread-safe. */
    private static final class BothWays {

        private final int steps;
        private final int hidden;
        private final int stride; // outputs of a step, padded to vectors
        private final WindowLayer forward;
        private final WindowLayer backward;
        private final float[] out; // [steps padded to fours × stride]

        BothWays(PackedAttentionLstm.BothWays layer, int steps) {
            this.steps = steps;
            this.hidden = layer.forward().hidden;
            this.stride = (layer.outputs() + LENGTH - 1) / LENGTH * LENGTH;
            this.forward = new WindowLayer(layer.forward());
            this.backward = new WindowLayer(layer.backward());
            this.out = new float[(steps + 3) / 4 * 4 * stride];
        }

        /** @param sequence steps from {@code at}, {@code inputStride} apart */
        float[] run(float[] sequence, int at, int inputStride) {
            forward.begin();
            for (int t = 0; t < steps; t++) {
                forward.step(sequence, at + t * inputStride);
                System.arraycopy(forward.state(), 0, out, t * stride, hidden);
            }
            backward.begin();
            for (int t = steps - 1; t >= 0; t--) {
                backward.step(sequence, at + t * inputStride);
                System.arraycopy(backward.state(), 0, out, t * stride + hidden, hidden);
            }
            return out;
        }
    }
}
