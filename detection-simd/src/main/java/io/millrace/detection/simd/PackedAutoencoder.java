package io.millrace.detection.simd;

import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmKernel;
import io.millrace.detection.model.Reconstructor;

/** An autoencoder's weights in the layouts of {@link io.millrace.detection.simd.kernel.Products}, about twice the model's size. Immutable, shared. */
final class PackedAutoencoder implements LstmKernel.Packed {

    final int steps;
    final int features;
    final PackedLayer encoder;
    final PackedLayer decoder;
    final PackedDense output;

    PackedAutoencoder(LstmAutoencoder model) {
        this.steps = model.steps();
        this.features = model.features();
        this.encoder = new PackedLayer(model.encoder(), model.activation());
        this.decoder = new PackedLayer(model.decoder(), model.activation());
        this.output = new PackedDense(model.output());
    }

    @Override
    public Reconstructor newReconstructor() {
        return new SimdReconstructor(this);
    }
}
