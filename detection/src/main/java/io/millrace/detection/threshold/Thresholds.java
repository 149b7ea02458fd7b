package io.millrace.detection.threshold;

import java.util.Map;

/**
 * The thresholds of a model.
 *
 * @param policy how they were found, for people
 * @param fallback threshold of machines without their own, > 0
 * @param perMachine calibrated thresholds, each > 0
 * @param labelsUsed labelled events they rest on, 0 for label-free policies
 * @param criticalRatio score / threshold from which an alert is critical, ≥ 1
 */
public record Thresholds(
        String policy, double fallback, Map<String, Double> perMachine, int labelsUsed, double criticalRatio) {

    public Thresholds {
        requirePositive("fallback", fallback);
        perMachine = Map.copyOf(perMachine);
        perMachine.forEach(Thresholds::requirePositive);
        if (labelsUsed < 0) {
            throw new IllegalArgumentException("the number of labels used must be ≥ 0, found " + labelsUsed);
        }
        if (!(criticalRatio >= 1)) {
            throw new IllegalArgumentException("the critical ratio must be ≥ 1, found " + criticalRatio);
        }
    }

    private static void requirePositive(String name, double threshold) {
        if (!(threshold > 0) || !Double.isFinite(threshold)) {
            throw new IllegalArgumentException("threshold '" + name + "' must be finite and > 0, found " + threshold);
        }
    }

    public double forMachine(String machineId) {
        return perMachine.getOrDefault(machineId, fallback);
    }
}
