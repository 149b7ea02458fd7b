package io.millrace.detection.explain;

import java.util.List;

/**
 * Why a window is anomalous.
 *
 * @param sensors largest contributions first
 * @param steps largest shares first
 * @param errorRatio score / threshold
 * @param confidence 0 … 1, see {@link Explainer#confidence}
 * @param reason a sentence for people
 */
public record Explanation(
        List<SensorShare> sensors, List<StepShare> steps, double errorRatio, double confidence, String reason) {

    public Explanation {
        sensors = List.copyOf(sensors);
        steps = List.copyOf(steps);
    }
}
