package io.millrace.detection.quality;

import java.util.List;

/**
 * Precision, recall and F of one prediction, averaged over how much border around an event still counts: the
 * counterpart of {@link VolumeUnderSurface} for a prediction that is already yes or no.
 *
 * <p>The three are averaged separately over the windows, so {@code f} is not the harmonic mean of the other two. Two
 * habits of TSB-AD make these figures more lenient than the volumes', and are kept so that figures compare: the border
 * weight of a predicted row accumulates from window to window (up to 1), and an event that was missed altogether costs
 * no more than its rows.
 *
 * <p>Reference: Q. Liu and J. Paparrizos, "The Elephant in the Room: Towards A Reliable Time-Series Anomaly Detection
 * Benchmark", NeurIPS, 2024.
 *
 * @param recall VUS-Recall in [0, 1], {@code NaN} without an anomalous row
 * @param precision VUS-Precision in [0, 1], 0 when nothing is predicted
 * @param f VUS-F in [0, 1]
 */
public record RangeVolume(double recall, double precision, double f) {

    /**
     * @param predicted one per row
     * @param labels one per row, true where anomalous
     * @param maxWindow W, in rows, at least 0; borders reach W / 2 rows to each side of an event
     */
    public static RangeVolume of(boolean[] predicted, boolean[] labels, int maxWindow) {
        Inputs.requirePredicted(predicted, labels);
        VolumeUnderSurface.requireWindow(maxWindow);
        List<Interval> events = Interval.fromLabels(labels);
        if (events.isEmpty()) {
            return new RangeVolume(Double.NaN, Double.NaN, Double.NaN);
        }
        int predictedRows = Inputs.count(predicted);
        int anomalousRows = Inputs.count(labels);
        long hits = ConfusionMatrix.of(predicted, labels).truePositives();
        LabelBuffer buffer = new LabelBuffer(events, labels.length);
        double[] accumulated = new double[labels.length]; // border weight of the predicted rows
        double recallSum = 0;
        double precisionSum = 0;
        double fSum = 0;
        for (int window = 0; window <= maxWindow; window++) {
            buffer.widen(window);
            double border = 0;
            for (int zone = 0; zone < buffer.zoneCount(); zone++) {
                for (int row = buffer.zoneStart(zone); row <= buffer.zoneEnd(zone); row++) {
                    if (predicted[row] && !labels[row]) {
                        accumulated[row] = Math.min(1, accumulated[row] + buffer.uncutWeight(row));
                        border += accumulated[row];
                    }
                }
            }
            double truePositives = hits + border;
            double recall = Math.min(truePositives / (anomalousRows + border / 2), 1);
            double precision = PrecisionRecall.ratio(truePositives, predictedRows, 0);
            recallSum += recall;
            precisionSum += precision;
            fSum += new PrecisionRecall(precision, recall).f1();
        }
        int windows = maxWindow + 1;
        return new RangeVolume(recallSum / windows, precisionSum / windows, fSum / windows);
    }
}
