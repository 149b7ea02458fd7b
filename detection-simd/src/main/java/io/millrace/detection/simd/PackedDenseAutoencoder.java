package io.millrace.detection.simd;

import io.millrace.detection.model.DenseAutoencoder;
import java.util.List;

/** A dense autoencoder's weights in the layouts of {@link io.millrace.detection.simd.kernel.Products}. Immutable, shared. */
record PackedDenseAutoencoder(int steps, int features, List<PackedDense> layers) implements DenseAutoencoder.Packed {

    PackedDenseAutoencoder(DenseAutoencoder model) {
        this(
                model.steps(),
                model.features(),
                model.layers().stream().map(PackedDense::new).toList());
    }

    @Override
    public DenseAutoencoder.Pass newPass() {
        return new SplitPass(
                        steps,
                        features,
                        steps * features,
                        new BlockDenseAutoencoder(this),
                        new WindowDenseAutoencoder(this))::run;
    }
}
