package io.millrace.detection.quality;

/**
 * What a hit, a false alarm and a miss are worth, in the Numenta Anomaly Benchmark's three application profiles.
 *
 * <p>Reference: A. Lavin and S. Ahmad, "Evaluating Real-Time Anomaly Detection Algorithms: the Numenta Anomaly
 * Benchmark", ICMLA, 2015.
 */
public enum NabProfile {
    STANDARD("standard", 1.0, 0.11, 1.0),
    REWARD_LOW_FP_RATE("reward_low_FP_rate", 1.0, 0.22, 1.0),
    REWARD_LOW_FN_RATE("reward_low_FN_rate", 1.0, 0.11, 2.0);

    private final String benchmarkName;
    private final double hitWeight;
    private final double falseAlarmWeight;
    private final double missWeight;

    NabProfile(String benchmarkName, double hitWeight, double falseAlarmWeight, double missWeight) {
        this.benchmarkName = benchmarkName;
        this.hitWeight = hitWeight;
        this.falseAlarmWeight = falseAlarmWeight;
        this.missWeight = missWeight;
    }

    /** The profile's name in the benchmark's own files. */
    public String benchmarkName() {
        return benchmarkName;
    }

    double hitWeight() {
        return hitWeight;
    }

    double falseAlarmWeight() {
        return falseAlarmWeight;
    }

    double missWeight() {
        return missWeight;
    }
}
