package io.millrace.detection.model;

/**
 * Classifier of windows: LSTM (its whole sequence) → LSTM (its last output) → dense ReLU → one output. By custom 64, 32 and 16 units on
 * windows of 100 steps. Immutable, shared between tasks.
 *
 * @param steps window length, ≥ 1
 * @param first features → hidden, cell input and output by tanh
 * @param second hidden → hidden
 * @param dense with ReLU
 * @param output to the logarithm of the odds
 */
public record LstmClassifier(int steps, LstmLayer first, LstmLayer second, DenseLayer dense, DenseLayer output)
        implements WindowEstimator {

    public LstmClassifier {
        LstmLayer.requirePositive("steps", steps);
        if (second.inputs() != first.hidden()
                || dense.inputs() != second.hidden()
                || output.inputs() != dense.outputs()
                || output.outputs() != 1) {
            throw new IllegalArgumentException(
                    "layers do not fit: first %d → %d, second %d → %d, dense %d → %d, output %d → %d where 1 is expected"
                            .formatted(
                                    first.inputs(),
                                    first.hidden(),
                                    second.inputs(),
                                    second.hidden(),
                                    dense.inputs(),
                                    dense.outputs(),
                                    output.inputs(),
                                    output.outputs()));
        }
    }

    @Override
    public int features() {
        return first.inputs();
    }

    @Override
    public EstimateKind kind() {
        return EstimateKind.LOG_ODDS;
    }

    @Override
    public Packed pack() {
        var packedFirst = new PackedLstm(first);
        var packedSecond = new PackedLstm(second);
        WeightRows denseRows = DensePass.pack(dense);
        WeightRows outputRows = DensePass.pack(output);
        return () -> new ClassifierPass(
                steps,
                features(),
                new LstmPass(packedFirst, Activation.TANH),
                new LstmPass(packedSecond, Activation.TANH),
                new DensePass(dense, denseRows),
                new DensePass(output, outputRows));
    }

    /** Both recurrent layers side by side: the second takes the first one's output of the same step. */
    private record ClassifierPass(
            int steps, int features, LstmPass first, LstmPass second, DensePass dense, DensePass output)
            implements WindowByWindow {

        @Override
        public float estimate(float[] rows, int at) {
            first.begin();
            second.begin();
            for (int t = 0; t < steps; t++) {
                first.step(rows, at + t * features);
                second.step(first.output(), 0);
            }
            return output.apply(dense.applyRectified(second.output(), 0), 0)[0];
        }
    }
}
