package io.millrace.detection.model;

import io.millrace.detection.window.WindowBatch;

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

    /** Packs the weights once, for the plain Java form; what comes back may be shared between tasks. */
    Packed pack();

    /** Packed weights. */
    interface Packed {
        Pass newPass();
    }

    /** The forward pass with its scratch memory. One per task, not thread-safe. */
    interface Pass {

        /**
         * Answers every window of a batch. What it says of a window does not depend on the other windows of the batch, bit for bit.
         *
         * @param batch windows of the network's steps and features
         * @param out receives the answers, [windows]
         */
        void estimate(WindowBatch batch, float[] out);
    }
}
