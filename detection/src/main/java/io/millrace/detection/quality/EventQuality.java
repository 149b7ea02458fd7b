package io.millrace.detection.quality;

/**
 * Events counted by overlap: the figures of the SMAP/MSL literature.
 *
 * <p>Reference: K. Hundman, V. Constantinou, C. Laporte, I. Colwell and T. Soderstrom, "Detecting Spacecraft Anomalies
 * Using LSTMs and Nonparametric Dynamic Thresholding", KDD, 2018.
 *
 * @param truePositives true events that a predicted event overlaps
 * @param falsePositives predicted events that overlap no true event
 * @param falseNegatives true events that no predicted event overlaps
 */
public record EventQuality(int truePositives, int falsePositives, int falseNegatives) {

    public static final EventQuality EMPTY = new EventQuality(0, 0, 0);

    /** The counts of two series together: suites report the precision of the sums, not the mean of precisions. */
    public EventQuality plus(EventQuality other) {
        return new EventQuality(
                truePositives + other.truePositives,
                falsePositives + other.falsePositives,
                falseNegatives + other.falseNegatives);
    }

    /** In [0, 1]; 0 if nothing was predicted. */
    public double precision() {
        return PrecisionRecall.ratio(truePositives, truePositives + falsePositives, 0);
    }

    /** In [0, 1]; 0 if there was nothing to find. */
    public double recall() {
        return PrecisionRecall.ratio(truePositives, truePositives + falseNegatives, 0);
    }

    /** In [0, 1]; 0 if nothing was found. */
    public double f1() {
        return PrecisionRecall.ratio(2.0 * truePositives, 2.0 * truePositives + falsePositives + falseNegatives, 0);
    }
}
