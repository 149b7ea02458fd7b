package io.millrace.detection.detector;

import io.millrace.detection.score.Detector;
import io.millrace.detection.score.WindowError;
import io.millrace.detection.score.WindowScorer;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;

/**
 * Predicts the newest row of a window from the rows before: each target from its own past, and from the state sensors up to the row
 * itself, so that a commanded change is no surprise. The naive baselines are predictors with fixed weights.
 *
 * <p>Score: mean of the largest target errors |observed − predicted| / scale, ≥ 0; fitted predictors have the 99.5 % quantile of their
 * cross-fitted training errors as scale, so 1 is the edge of normal. Cost of a window: targets · (past rows + state rows · states)
 * multiplications.
 *
 * <p>Reference: K. Hundman and others, "Detecting Spacecraft Anomalies Using LSTMs and Nonparametric Dynamic Thresholding", KDD, 2018 (the
 * idea of commands as inputs; there with an LSTM).
 */
public final class OneStepPredictorDetector implements Detector {

    /** What a predictor is; also its name. */
    public enum Form {
        RIDGE("one-step-predictor"),
        LAST_VALUE("last-value"),
        MOVING_AVERAGE("moving-average");

        private final String detector;

        Form(String detector) {
            this.detector = detector;
        }
    }

    private final Form form;
    private final int targets;
    private final int states;
    private final int pastRows;
    private final int stateRows; // 0 without states
    private final int topTargets;
    private final float[] weights; // [targets × (pastRows + stateRows · states + 1)], newest past row first, bias last
    private final float[] scales; // [targets]

    /**
     * @param targets leading features, predicted
     * @param states features behind them, inputs alone
     * @param stateRows newest rows of the states, 0 without states
     * @param weights per target: past rows newest first, state rows newest first, bias; [targets × (pastRows + stateRows · states + 1)]
     * @param scales errors at the edge of normal, [targets], > 0
     */
    public OneStepPredictorDetector(
            Form form,
            int targets,
            int states,
            int pastRows,
            int stateRows,
            int topTargets,
            float[] weights,
            float[] scales) {
        this.form = form;
        this.targets = targets;
        this.states = states;
        this.pastRows = pastRows;
        this.stateRows = states == 0 ? 0 : stateRows;
        this.topTargets = topTargets;
        this.weights = weights.clone();
        this.scales = scales.clone();
        if (targets < 1 || states < 0 || pastRows < 1 || topTargets < 1 || stateRows < 0) {
            throw new IllegalArgumentException("a predictor expects targets, past rows and top targets ≥ 1, found "
                    + targets + ", " + pastRows + ", " + topTargets);
        }
        if (scales.length != targets || weights.length != targets * (inputs() + 1)) {
            throw new IllegalArgumentException(
                    "a predictor of %d targets expects %d weights, found %d, and %d scales, found %d"
                            .formatted(targets, targets * (inputs() + 1), weights.length, targets, scales.length));
        }
        for (float scale : scales) {
            if (!(scale > 0)) {
                throw new IllegalArgumentException("a predictor's scales must be > 0, found " + scale);
            }
        }
    }

    /**
     * Fits by ridge regression.
     *
     * @param rows of targets, then states
     */
    public static OneStepPredictorDetector fit(TrainingRows rows, int targets, PredictorSettings settings) {
        return PredictorFit.fit(rows, targets, settings);
    }

    /** Naive baseline: the next row is the last one. */
    public static OneStepPredictorDetector lastValue(int targets) {
        return naive(Form.LAST_VALUE, targets, 1);
    }

    /** Naive baseline: the next row is the mean of the last ones. */
    public static OneStepPredictorDetector movingAverage(int targets, int pastRows) {
        return naive(Form.MOVING_AVERAGE, targets, pastRows);
    }

    private static OneStepPredictorDetector naive(Form form, int targets, int pastRows) {
        var weights = new float[targets * (pastRows + 1)];
        Arrays.fill(weights, 1f / pastRows);
        for (int f = 0; f < targets; f++) {
            weights[(f + 1) * (pastRows + 1) - 1] = 0;
        }
        var scales = new float[targets];
        Arrays.fill(scales, 1);
        return new OneStepPredictorDetector(form, targets, 0, pastRows, 0, Integer.MAX_VALUE, weights, scales);
    }

    private int inputs() {
        return pastRows + stateRows * states;
    }

    public Form form() {
        return form;
    }

    @Override
    public int targets() {
        return targets;
    }

    public int states() {
        return states;
    }

    public int pastRows() {
        return pastRows;
    }

    public int stateRows() {
        return stateRows;
    }

    public int topTargets() {
        return topTargets;
    }

    /** A copy, shaped as in the constructor. */
    public float[] weights() {
        return weights.clone();
    }

    /** A copy, [targets]. */
    public float[] scales() {
        return scales.clone();
    }

    @Override
    public String name() {
        return form.detector;
    }

    @Override
    public int steps() {
        return Math.max(pastRows + 1, stateRows);
    }

    @Override
    public int features() {
        return targets + states;
    }

    @Override
    public WindowScorer newScorer() {
        return new Scorer();
    }

    /**
     * Prediction of one target.
     *
     * @param rows matrix of rows, [… × features]
     * @param row the row predicted
     */
    private float predict(float[] rows, int row, int target) {
        int features = features();
        int w = target * (inputs() + 1);
        float sum = weights[w + inputs()];
        for (int i = 1; i <= pastRows; i++) {
            sum += weights[w++] * rows[(row - i) * features + target];
        }
        for (int i = 0; i < stateRows; i++) {
            int at = (row - i) * features + targets;
            for (int s = 0; s < states; s++) {
                sum += weights[w++] * rows[at + s];
            }
        }
        return sum;
    }

    private final class Scorer implements WindowScorer {

        private final double[] errors = new double[targets];

        @Override
        public void score(WindowBatch batch, double[] scores) {
            for (int n = 0; n < batch.windows(); n++) {
                int row = batch.start(n) + steps() - 1;
                for (int f = 0; f < targets; f++) {
                    float observed = batch.rows()[row * features() + f];
                    errors[f] = Math.abs(observed - predict(batch.rows(), row, f)) / scales[f];
                }
                scores[n] = meanOfLargest();
            }
        }

        private double meanOfLargest() {
            if (topTargets < targets) {
                Arrays.sort(errors);
            }
            int k = Math.min(topTargets, targets);
            double sum = 0;
            for (int f = targets - k; f < targets; f++) {
                sum += errors[f];
            }
            return sum / k;
        }

        @Override
        public WindowError explain(WindowBatch batch, int n) {
            int newest = steps() - 1;
            int first = batch.start(n);
            var expected = new float[steps() * targets];
            for (int t = 0; t < newest; t++) {
                System.arraycopy(batch.rows(), (first + t) * features(), expected, t * targets, targets);
            }
            var featureShare = new double[targets];
            double total = 0;
            for (int f = 0; f < targets; f++) {
                float observed = batch.rows()[(first + newest) * features() + f];
                float predicted = predict(batch.rows(), first + newest, f);
                expected[newest * targets + f] = predicted;
                featureShare[f] = Math.abs(observed - predicted) / scales[f];
                total += featureShare[f];
            }
            Errors.divide(featureShare, total);
            var stepShare = new double[steps()];
            stepShare[newest] = total > 0 ? 1 : 0;
            return new WindowError(featureShare, stepShare, expected);
        }
    }
}
