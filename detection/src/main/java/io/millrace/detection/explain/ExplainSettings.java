package io.millrace.detection.explain;

/**
 * How deeply a window is explained.
 *
 * @param segments parts that the steps are divided into, ≥ 1; more than the window has steps: one per step
 * @param pairs permutations, each walked forwards and backwards, ≥ 2; rounded up to a multiple of the background's windows, so that
 *     each counts alike
 * @param surrogateSamples masked windows that the surrogate is fitted on, ≥ 8; raised where there are more coefficients
 * @param seed of permutations and masks: the same seed gives the same explanation
 * @param topSensors sensors of the quick explanation, ≥ 1
 * @param topSteps steps of the quick explanation, ≥ 0
 */
public record ExplainSettings(int segments, int pairs, int surrogateSamples, long seed, int topSensors, int topSteps) {

    public static final ExplainSettings DEFAULT = new ExplainSettings(6, 48, 1_000, 1, 5, 5);

    public ExplainSettings {
        if (segments < 1 || pairs < 2 || surrogateSamples < 8) {
            throw new IllegalArgumentException(
                    "an explanation expects segments ≥ 1, pairs of permutations ≥ 2 and samples of the surrogate ≥ 8, found "
                            + segments + ", " + pairs + " and " + surrogateSamples);
        }
    }
}
