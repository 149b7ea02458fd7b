package io.millrace.detection.simd;

import static io.millrace.detection.simd.kernel.Lanes.BLOCK;

import io.millrace.detection.simd.kernel.Lanes;
import io.millrace.detection.window.WindowBatch;

/** The attention LSTM's forward pass of up to {@link Lanes#BLOCK} windows at once, one window per lane. One per task, not thread-safe. */
final class BlockAttentionLstm implements WindowsPass {

    private final int steps;
    private final int features;
    private final float[] rows; // [steps × features × BLOCK]
    private final BothWays[] layers;
    private final BlockPooling pooling;
    private final BlockHead head;

    BlockAttentionLstm(PackedAttentionLstm network) {
        this.steps = network.steps();
        this.features = network.features();
        this.rows = new float[steps * features * BLOCK];
        this.layers = network.layers().stream()
                .map(layer -> new BothWays(layer, steps))
                .toArray(BothWays[]::new);
        this.pooling = new BlockPooling(network.pooling(), steps);
        this.head = new BlockHead(network.dense(), network.output());
    }

    @Override
    public void run(WindowBatch batch, int first, int count, float[] out) {
        for (int t = 0; t < steps; t++) {
            BlockRows.gather(batch, first, count, t, rows, t * features * BLOCK);
        }
        float[] sequence = rows;
        for (BothWays layer : layers) {
            sequence = layer.run(sequence);
        }
        head.answer(pooling.pool(sequence), 0, count, out, first);
    }

    /** A bidirectional layer at work. One per task, not thread-safe. */
    private static final class BothWays {

        private final int steps;
        private final int inputs; // floats of a step
        private final int half; // floats of a direction's outputs of a step
        private final BlockLayer forward;
        private final BlockLayer backward;
        private final float[] out; // [steps × 2·hidden × BLOCK]

        BothWays(PackedAttentionLstm.BothWays layer, int steps) {
            this.steps = steps;
            this.inputs = layer.inputs() * BLOCK;
            this.half = layer.outputs() / 2 * BLOCK;
            this.forward = new BlockLayer(layer.forward());
            this.backward = new BlockLayer(layer.backward());
            this.out = new float[steps * 2 * half];
        }

        float[] run(float[] sequence) {
            forward.begin();
            for (int t = 0; t < steps; t++) {
                forward.step(sequence, t * inputs);
                System.arraycopy(forward.state(), forward.stateAt(), out, t * 2 * half, half);
            }
            backward.begin();
            for (int t = steps - 1; t >= 0; t--) {
                backward.step(sequence, t * inputs);
                System.arraycopy(backward.state(), backward.stateAt(), out, t * 2 * half + half, half);
            }
            return out;
        }
    }
}
