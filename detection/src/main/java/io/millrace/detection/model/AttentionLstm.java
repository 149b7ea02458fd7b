package io.millrace.detection.model;

import java.util.List;

/**
 * Bidirectional LSTM layers, self-attention pooled over the steps, a dense layer with ReLU, one output. The batch normalisation that it is
 * trained with is a fixed affine map once training is over, and lies folded in the dense layer. Immutable, shared between tasks.
 *
 * @param steps window length, ≥ 1
 * @param layers from features upwards, at least one; cell input and output by tanh
 * @param attention over the outputs of the last of them
 * @param dense with ReLU, batch normalisation folded in
 * @param output to the logarithm of the odds, or to the estimate
 * @param kind what the output means
 */
public record AttentionLstm(
        int steps,
        List<BidirectionalLstm> layers,
        AttentionPooling attention,
        DenseLayer dense,
        DenseLayer output,
        EstimateKind kind)
        implements WindowEstimator {

    public AttentionLstm {
        LstmLayer.requirePositive("steps", steps);
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException(
                    "an attention LSTM expects at least one bidirectional layer, found none");
        }
        for (int l = 1; l < layers.size(); l++) {
            if (layers.get(l).inputs() != layers.get(l - 1).outputs()) {
                throw new IllegalArgumentException(
                        "layers do not fit: bidirectional layer %d expects %d inputs, found %d"
                                .formatted(
                                        l,
                                        layers.get(l).inputs(),
                                        layers.get(l - 1).outputs()));
            }
        }
        int width = layers.get(layers.size() - 1).outputs();
        if (attention.inputs() != width
                || dense.inputs() != attention.outputs()
                || output.inputs() != dense.outputs()
                || output.outputs() != 1) {
            throw new IllegalArgumentException(
                    "layers do not fit: recurrent layers → %d, attention %d → %d, dense %d → %d, output %d → %d where 1 is expected"
                            .formatted(
                                    width,
                                    attention.inputs(),
                                    attention.outputs(),
                                    dense.inputs(),
                                    dense.outputs(),
                                    output.inputs(),
                                    output.outputs()));
        }
    }

    @Override
    public int features() {
        return layers.get(0).inputs();
    }

    @Override
    public Packed pack() {
        List<BothWays.Packed> ways = layers.stream().map(BothWays.Packed::new).toList();
        var attending = new AttentionPass.Packed(attention);
        WeightRows denseRows = DensePass.pack(dense);
        WeightRows outputRows = DensePass.pack(output);
        return () -> new AttentionLstmPass(
                steps,
                features(),
                ways.stream().map(way -> new BothWays(way, steps)).toArray(BothWays[]::new),
                new AttentionPass(attending, steps),
                new DensePass(dense, denseRows),
                new DensePass(output, outputRows),
                new float[steps][features()]);
    }

    /** @param window the window's rows, [steps][features] */
    private record AttentionLstmPass(
            int steps,
            int features,
            BothWays[] layers,
            AttentionPass attention,
            DensePass dense,
            DensePass output,
            float[][] window)
            implements WindowByWindow {

        @Override
        public float estimate(float[] rows, int at) {
            for (int t = 0; t < steps; t++) {
                System.arraycopy(rows, at + t * features, window[t], 0, features);
            }
            float[][] sequence = window;
            for (BothWays layer : layers) {
                sequence = layer.run(sequence);
            }
            return output.apply(dense.applyRectified(attention.pool(sequence), 0), 0)[0];
        }
    }

    /** A bidirectional layer at work. One per task, not thread-safe. */
    private static final class BothWays {

        private record Packed(PackedLstm forward, PackedLstm backward) {
            Packed(BidirectionalLstm layer) {
                this(new PackedLstm(layer.forward()), new PackedLstm(layer.backward()));
            }
        }

        private final LstmPass forward;
        private final LstmPass backward;
        private final int hidden;
        private final float[][] out; // [steps][2·hidden]

        BothWays(Packed weights, int steps) {
            this.forward = new LstmPass(weights.forward(), Activation.TANH);
            this.backward = new LstmPass(weights.backward(), Activation.TANH);
            this.hidden = weights.forward().layer().hidden();
            this.out = new float[steps][2 * hidden];
        }

        float[][] run(float[][] sequence) {
            forward.begin();
            backward.begin();
            for (int t = 0; t < out.length; t++) {
                forward.step(sequence[t], 0);
                System.arraycopy(forward.output(), 0, out[t], 0, hidden);
                int back = out.length - 1 - t;
                backward.step(sequence[back], 0);
                System.arraycopy(backward.output(), 0, out[back], hidden, hidden);
            }
            return out;
        }
    }
}
