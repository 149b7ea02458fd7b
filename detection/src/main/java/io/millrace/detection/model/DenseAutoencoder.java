package io.millrace.detection.model;

import io.millrace.detection.window.WindowBatch;
import java.util.List;

/**
 * Autoencoder of dense layers on a flattened window, or with one step on a row alone: ReLU between the layers, the last one linear. By
 * custom input → 128 → 64 → 32 → 16 → 32 → 64 → 128 → input. Immutable, shared between tasks.
 *
 * <p>Reference: M. Sakurada, T. Yairi, "Anomaly Detection Using Autoencoders with Nonlinear Dimensionality Reduction", MLSDA, 2014.
 *
 * @param steps window length, ≥ 1
 * @param features features per row
 * @param layers from the flattened window, [steps × features] row-major, back to it
 */
public record DenseAutoencoder(int steps, int features, List<DenseLayer> layers) {

    public DenseAutoencoder {
        LstmLayer.requirePositive("steps", steps);
        LstmLayer.requirePositive("features", features);
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a dense autoencoder expects at least one layer, found none");
        }
        long width = (long) steps * features;
        for (int l = 0; l < layers.size(); l++) {
            if (layers.get(l).inputs() != width) {
                throw new IllegalArgumentException("layers do not fit: layer %d expects %d inputs, found %d"
                        .formatted(l, layers.get(l).inputs(), width));
            }
            width = layers.get(l).outputs();
        }
        if (width != (long) steps * features) {
            throw new IllegalArgumentException("layers do not fit: a window of %d × %d expects %d outputs, found %d"
                    .formatted(steps, features, (long) steps * features, width));
        }
    }

    /** Packs the weights once, for the plain Java form; what comes back may be shared between tasks. */
    public Packed pack() {
        List<WeightRows> rows = layers.stream().map(DensePass::pack).toList();
        return () -> new ScalarPass(this, rows);
    }

    /** Packed weights. */
    public interface Packed {
        Pass newPass();
    }

    /** The forward pass with its scratch memory. One per task, not thread-safe. */
    public interface Pass {

        /**
         * Reconstructs every window of a batch. The result of a window does not depend on the other windows of the batch, bit for bit.
         *
         * @param batch windows of the model's steps and features
         * @param out receives the reconstruction, [windows × steps × features], row-major
         */
        void reconstruct(WindowBatch batch, float[] out);
    }

    private static final class ScalarPass implements Pass {

        private final DenseAutoencoder model;
        private final DensePass[] layers;

        ScalarPass(DenseAutoencoder model, List<WeightRows> rows) {
            this.model = model;
            this.layers = new DensePass[rows.size()];
            for (int l = 0; l < layers.length; l++) {
                layers[l] = new DensePass(model.layers().get(l), rows.get(l));
            }
        }

        @Override
        public void reconstruct(WindowBatch batch, float[] out) {
            batch.requireShape(model.steps(), model.features());
            int size = model.steps() * model.features();
            for (int n = 0; n < batch.windows(); n++) {
                float[] x = batch.rows();
                int at = batch.start(n) * model.features();
                for (int l = 0; l < layers.length - 1; l++) {
                    x = layers[l].applyRectified(x, at);
                    at = 0;
                }
                System.arraycopy(layers[layers.length - 1].apply(x, at), 0, out, n * size, size);
            }
        }
    }
}
