package io.millrace.detection.detector;

/**
 * How a {@link OneStepPredictorDetector} is fitted.
 *
 * @param pastRows past rows of a target that its prediction rests on, ≥ 1
 * @param stateRows newest rows of the state inputs, the predicted row included, ≥ 1; without state inputs it does not matter
 * @param penalty of ridge regression, > 0
 * @param leastScale smallest error, in scaled units, that can count as the edge of normal, > 0
 * @param mostRows training rows used at most, evenly spaced, ≥ 8
 * @param topTargets largest target errors that the score is the mean of, ≥ 1 (more than there are: all)
 */
public record PredictorSettings(
        int pastRows, int stateRows, double penalty, double leastScale, int mostRows, int topTargets) {

    /** 50 past rows, 20 rows of states, λ = 10, all targets. */
    public static final PredictorSettings DEFAULT = new PredictorSettings(50, 20, 10, 0.02, 20_000, Integer.MAX_VALUE);

    public PredictorSettings {
        if (pastRows < 1 || stateRows < 1 || mostRows < 8 || topTargets < 1) {
            throw new IllegalArgumentException(
                    "a predictor expects past rows ≥ 1, state rows ≥ 1, training rows ≥ 8 and top targets ≥ 1, found %d, %d, %d, %d"
                            .formatted(pastRows, stateRows, mostRows, topTargets));
        }
        if (!(penalty > 0 && leastScale > 0)) {
            throw new IllegalArgumentException(
                    "a predictor expects a penalty and a least scale > 0, found " + penalty + " and " + leastScale);
        }
    }
}
