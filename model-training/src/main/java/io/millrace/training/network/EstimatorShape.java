package io.millrace.training.network;

/** Shape of a network that answers a window with one number. Records: their text stands in provenance. */
public sealed interface EstimatorShape {

    /** Window length in rows, ≥ 2. */
    int steps();

    EstimatorShape withSteps(int value);

    /**
     * LSTM over the window → LSTM to its end → dense ReLU → probability.
     *
     * @param first units of the first LSTM layer
     * @param second units of the second
     * @param dense units of the dense layer
     */
    record Classifier(int steps, int first, int second, int dense) implements EstimatorShape {

        public static final Classifier DEFAULT = new Classifier(100, 64, 32, 16);

        public Classifier {
            requireSteps(steps);
            requireUnits("LSTM units", first);
            requireUnits("LSTM units", second);
            requireUnits("dense units", dense);
        }

        @Override
        public Classifier withSteps(int value) {
            return new Classifier(value, first, second, dense);
        }
    }

    /**
     * Bidirectional LSTM layers → self-attention, averaged over the steps → dense with batch normalisation and ReLU → probability, or
     * an estimate.
     *
     * @param layers bidirectional layers, ≥ 1
     * @param hidden units of each direction
     * @param heads attention heads, each a share of the recurrent output wide
     * @param dense units of the dense layer
     * @param dropout share of a layer's outputs that each training step leaves out, in [0, 1)
     * @param regression whether it estimates a number instead of a probability
     */
    record Attention(int steps, int layers, int hidden, int heads, int dense, double dropout, boolean regression)
            implements EstimatorShape {

        public static final Attention DEFAULT = new Attention(60, 1, 64, 4, 32, 0.2, false);

        /** Three layers of 256 units: hours of training. */
        public static final Attention LARGE = new Attention(60, 3, 256, 8, 64, 0.3, false);

        public Attention {
            requireSteps(steps);
            requireUnits("bidirectional layers", layers);
            requireUnits("LSTM units", hidden);
            requireUnits("attention heads", heads);
            requireUnits("dense units", dense);
            if (2 * hidden % heads != 0) {
                throw new IllegalArgumentException("attention heads: expected a divisor of twice the hidden units, "
                        + 2 * hidden + ", found " + heads);
            }
            if (!(dropout >= 0 && dropout < 1)) {
                throw new IllegalArgumentException("dropout: expected 0 to below 1, found " + dropout);
            }
        }

        @Override
        public Attention withSteps(int value) {
            return new Attention(value, layers, hidden, heads, dense, dropout, regression);
        }

        public Attention withRegression(boolean value) {
            return new Attention(steps, layers, hidden, heads, dense, dropout, value);
        }
    }

    private static void requireSteps(int steps) {
        if (steps < 2) {
            throw new IllegalArgumentException("steps: expected 2 or more, found " + steps);
        }
    }

    private static void requireUnits(String name, int units) {
        if (units < 1) {
            throw new IllegalArgumentException(name + ": expected 1 or more, found " + units);
        }
    }
}
