package io.millrace.detection.model;

/** What the last linear output of a {@link WindowEstimator} means, and how it becomes a score in [0, 1]. */
public enum EstimateKind {
    /** Logarithm of the odds that the window is anomalous; the score is the probability. */
    LOG_ODDS {
        @Override
        public double score(double output) {
            return 1 / (1 + Math.exp(-output));
        }
    },
    /** The estimate itself, such as the share of a machine's life that is used up; the score is held within [0, 1]. */
    SHARE {
        @Override
        public double score(double output) {
            return Math.max(0, Math.min(1, output));
        }
    };

    public abstract double score(double output);
}
