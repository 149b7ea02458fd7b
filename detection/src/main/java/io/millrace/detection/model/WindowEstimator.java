package io.millrace.detection.model;

/**
 * A network that answers a window with one number, learnt from labelled windows. Immutable, shared between tasks.
 *
 * <p>The number is the network's last linear output: of a classifier the logarithm of the odds, so that a sure answer still tells by how
 * much, of a regression the estimate itself.
 */
public sealed interface WindowEstimator permits LstmClassifier, AttentionLstm {

    /** Window length. */
    int steps();

    /** Features per row. */
    int features();

    /** What the number means. */
    EstimateKind kind();

    /** Packs the weights once; what comes back may be shared between tasks. */
    Packed pack();

    /** Packed weights. */
    interface Packed {
        Pass newPass();
    }

    /** The forward pass with its scratch memory. One per task, not thread-safe. */
    interface Pass {

        /**
         * @param rows matrix of rows, row-major, the window starting at element {@code at}
         */
        float estimate(float[] rows, int at);
    }
}
