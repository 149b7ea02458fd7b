package io.millrace.detection.tree;

/** From margins, which trees add up, to what is predicted. The order is part of the binary form: append only. */
public enum Link {
    /** Regression: the margin is the prediction. */
    IDENTITY {
        @Override
        void apply(double[] values) {}
    },

    /** Two classes: probability of the second one, 1 / (1 + exp(−margin)). */
    LOGISTIC {
        @Override
        void apply(double[] values) {
            for (int k = 0; k < values.length; k++) {
                values[k] = 1 / (1 + Math.exp(-values[k]));
            }
        }
    },

    /** One margin per class to one probability per class, which sum to 1. */
    SOFTMAX {
        @Override
        void apply(double[] values) {
            double most = Double.NEGATIVE_INFINITY;
            for (double value : values) {
                most = Math.max(most, value);
            }
            double sum = 0;
            for (int k = 0; k < values.length; k++) {
                values[k] = Math.exp(values[k] - most);
                sum += values[k];
            }
            for (int k = 0; k < values.length; k++) {
                values[k] /= sum;
            }
        }
    };

    /** @param values margins, [outputs]; become predictions */
    abstract void apply(double[] values);
}
