package io.millrace.detection.quality;

/**
 * A precision and a recall of the same prediction, each in [0, 1] or {@code NaN} where undefined.
 *
 * @param precision share of what was predicted that is true
 * @param recall share of what is true that was predicted
 */
public record PrecisionRecall(double precision, double recall) {

    /** Harmonic mean in [0, 1]; 0 when both are 0 or one of them is undefined. */
    public double f1() {
        double sum = precision + recall;
        return sum > 0 ? 2 * precision * recall / sum : 0;
    }

    /** The ratio, or {@code whenUndefined} for an empty denominator. */
    static double ratio(double part, double whole, double whenUndefined) {
        return whole == 0 ? whenUndefined : part / whole;
    }
}
