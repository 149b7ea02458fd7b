package io.millrace.detection.score;

/**
 * How squared errors become one window score.
 *
 * <p>With e[t][f] the squared error of a step and feature, score = v·S(e) + (1 − v)·S(e of first differences), where S = s·(mean of the
 * {@code topSteps} largest step means) + (1 − s)·(mean of the {@code topFeatures} largest feature means).
 *
 * @param topSteps largest steps counted, ≥ 1 (more than the window has: all)
 * @param topFeatures largest features counted, ≥ 1 (more than there are: all)
 * @param stepBlend s, 0 … 1
 * @param valueBlend v, 0 … 1; 1 leaves differences out
 */
public record WindowScoring(int topSteps, int topFeatures, double stepBlend, double valueBlend) {

    /** Mean squared error. */
    public static final WindowScoring MEAN = new WindowScoring(Integer.MAX_VALUE, Integer.MAX_VALUE, 1, 1);

    public WindowScoring {
        if (topSteps < 1 || topFeatures < 1) {
            throw new IllegalArgumentException(
                    "top steps and top features must be ≥ 1, found " + topSteps + " and " + topFeatures);
        }
        requireShare("step blend", stepBlend);
        requireShare("value blend", valueBlend);
    }

    private static void requireShare(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1], found " + value);
        }
    }
}
