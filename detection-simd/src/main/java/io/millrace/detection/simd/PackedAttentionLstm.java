package io.millrace.detection.simd;

import io.millrace.detection.model.Activation;
import io.millrace.detection.model.AttentionLstm;
import io.millrace.detection.model.BidirectionalLstm;
import io.millrace.detection.model.WindowEstimator;
import java.util.List;

/** An attention LSTM's weights in the layouts of {@link io.millrace.detection.simd.kernel.Products}. Immutable, shared. */
record PackedAttentionLstm(
        int steps, List<BothWays> layers, PackedPooling pooling, PackedDense dense, PackedDense output)
        implements WindowEstimator.Packed {

    /** A bidirectional layer. */
    record BothWays(PackedLayer forward, PackedLayer backward) {

        BothWays(BidirectionalLstm layer) {
            this(new PackedLayer(layer.forward(), Activation.TANH), new PackedLayer(layer.backward(), Activation.TANH));
        }

        int inputs() {
            return forward.inputs;
        }

        int outputs() {
            return 2 * forward.hidden;
        }
    }

    PackedAttentionLstm(AttentionLstm network) {
        this(
                network.steps(),
                network.layers().stream().map(BothWays::new).toList(),
                new PackedPooling(network.attention()),
                new PackedDense(network.dense()),
                new PackedDense(network.output()));
    }

    int features() {
        return layers.get(0).inputs();
    }

    @Override
    public WindowEstimator.Pass newPass() {
        return new SplitPass(steps, features(), 1, new BlockAttentionLstm(this), new WindowAttentionLstm(this))::run;
    }
}
