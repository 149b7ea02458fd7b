package io.millrace.detection.quality;

/**
 * Point-wise F1: every row counts once, no credit for being near or for touching an event.
 *
 * <p>Range [0, 1]. The best value tries every distinct score, and is an oracle figure. It carries TSB-AD's guard of
 * 1e-5 in the denominator, so that figures compare to the digit; {@link OperatingCurve#bestF1()} is the exact one.
 *
 * <p>Reference: Q. Liu and J. Paparrizos, "The Elephant in the Room: Towards A Reliable Time-Series Anomaly Detection
 * Benchmark", NeurIPS, 2024.
 */
public final class StandardF1 {

    private StandardF1() {}

    public static PrecisionRecall of(boolean[] predicted, boolean[] labels) {
        ConfusionMatrix confusion = ConfusionMatrix.of(predicted, labels);
        return new PrecisionRecall(confusion.precision(), confusion.recall());
    }

    public static BestThreshold best(double[] scores, boolean[] labels) {
        return OperatingCurve.of(scores, labels).standardF1();
    }
}
