package io.millrace.detection.model;

/**
 * A way of computing the forward pass. Implementations are found by {@link java.util.ServiceLoader}; they need a public constructor
 * without parameters.
 */
public interface LstmKernel {

    /** Short name for logs and metrics: {@code scalar}, {@code simd}. */
    String name();

    /** Larger is preferred. */
    int preference();

    /** Why this kernel cannot run here, or an empty string when it can. */
    String unavailable();

    /** Packs the weights once; what comes back is immutable and may be shared between tasks. */
    Packed pack(LstmAutoencoder model);

    /** The same for a network that answers a window with a number: in plain Java, unless the kernel has a faster form. */
    default WindowEstimator.Packed pack(WindowEstimator network) {
        return network.pack();
    }

    /** The same for a dense autoencoder: in plain Java, unless the kernel has a faster form. */
    default DenseAutoencoder.Packed pack(DenseAutoencoder network) {
        return network.pack();
    }

    /** A model's weights in the kernel's own layout. */
    interface Packed {
        Reconstructor newReconstructor();
    }
}
