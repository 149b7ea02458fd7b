package io.millrace.detection.simd;

import io.millrace.detection.model.Activation;
import io.millrace.detection.model.LstmClassifier;
import io.millrace.detection.model.WindowEstimator;

/** A classifier's weights in the layouts of {@link io.millrace.detection.simd.kernel.Products}. Immutable, shared. */
record PackedClassifier(int steps, PackedLayer first, PackedLayer second, PackedDense dense, PackedDense output)
        implements WindowEstimator.Packed {

    PackedClassifier(LstmClassifier network) {
        this(
                network.steps(),
                new PackedLayer(network.first(), Activation.TANH),
                new PackedLayer(network.second(), Activation.TANH),
                new PackedDense(network.dense()),
                new PackedDense(network.output()));
    }

    @Override
    public WindowEstimator.Pass newPass() {
        return new SplitPass(steps, first.inputs, 1, new BlockClassifier(this), new WindowClassifier(this))::run;
    }
}
