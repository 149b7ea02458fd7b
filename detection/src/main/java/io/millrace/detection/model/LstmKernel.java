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

    /** A model's weights in the kernel's own layout. */
    interface Packed {
        Reconstructor newReconstructor();
    }
}
