package io.millrace.detection.quality;

import java.util.Arrays;
import java.util.List;

/**
 * Volume under the ROC and the precision-recall surface: the areas under both curves, averaged over how much border
 * around an event still counts, so that neither a label a few rows off nor the choice of one tolerance decides.
 *
 * <p>For each window w = 0 … W the rows near events get a {@linkplain LabelBuffer border} of soft labels. At each of
 * 250 thresholds, with P anomalous rows, N predicted rows, and soft true positives TP = anomalous rows predicted +
 * border weight predicted B:
 *
 * <pre>
 *   recall    = min(1, TP / (P + B / 2)) · share of border zones with a predicted row
 *   FPR       = (N - TP) / (rows - P - B / 2)
 *   precision = TP / N
 * </pre>
 *
 * The ROC area is a trapezoid sum ending at (1, 1), the PR area a step sum. Both lie in [0, 1]; higher is better. W is
 * the series' period ({@link SeriesPeriod}). This is TSB-AD's computation; its figures are reproduced.
 *
 * <p>Cost: one sort, then O(rows near events) per window: 100,000 rows and W = 125 take well under a second.
 *
 * <p>References: J. Paparrizos, P. Boniol, T. Palpanas, R. S. Tsay, A. Elmore and M. J. Franklin, "Volume Under the
 * Surface: A New Accuracy Evaluation Measure for Time-Series Anomaly Detection", PVLDB 15(11), 2022. Q. Liu and
 * J. Paparrizos, "The Elephant in the Room: Towards A Reliable Time-Series Anomaly Detection Benchmark", NeurIPS, 2024.
 *
 * @param roc VUS-ROC, {@code NaN} without an anomalous row
 * @param pr VUS-PR, {@code NaN} without an anomalous row
 */
public record VolumeUnderSurface(double roc, double pr) {

    /**
     * @param scores one per row, higher is stranger, no NaN
     * @param labels one per row, true where anomalous
     * @param maxWindow W, in rows, at least 0; borders reach W / 2 rows to each side of an event
     */
    public static VolumeUnderSurface of(double[] scores, boolean[] labels, int maxWindow) {
        Inputs.requireScored(scores, labels);
        requireWindow(maxWindow);
        List<Interval> events = Interval.fromLabels(labels);
        if (events.isEmpty()) {
            return new VolumeUnderSurface(Double.NaN, Double.NaN);
        }
        Sweep sweep = new Sweep(ThresholdLadder.of(scores), events, labels);
        double rocSum = 0;
        double prSum = 0;
        for (int window = 0; window <= maxWindow; window++) {
            VolumeUnderSurface area = sweep.areas(window);
            rocSum += area.roc;
            prSum += area.pr;
        }
        return new VolumeUnderSurface(rocSum / (maxWindow + 1), prSum / (maxWindow + 1));
    }

    static void requireWindow(int maxWindow) {
        if (maxWindow < 0) {
            throw new IllegalArgumentException(
                    "maximum window " + maxWindow + ": expected the series' period in rows, 0 for no border at all");
        }
    }

    /** All thresholds at once, for one window after another. One per series, not thread-safe. */
    private static final class Sweep {

        private static final int RUNGS = ThresholdLadder.RUNGS;

        private final ThresholdLadder ladder;
        private final boolean[] labels;
        private final int anomalousRows;
        private final LabelBuffer buffer;
        private final double[] hits = new double[RUNGS]; // anomalous rows predicted at each threshold
        private final double[] border = new double[RUNGS]; // border weight predicted at each threshold
        private final int[] zonesHit = new int[RUNGS];

        Sweep(ThresholdLadder ladder, List<Interval> events, boolean[] labels) {
            this.ladder = ladder;
            this.labels = labels;
            this.anomalousRows = Inputs.count(labels);
            this.buffer = new LabelBuffer(events, labels.length);
            for (Interval event : events) {
                for (int row = event.start(); row <= event.end(); row++) {
                    hits[ladder.rungOf[row]]++;
                }
            }
            for (int k = 1; k < RUNGS; k++) {
                hits[k] += hits[k - 1];
            }
        }

        VolumeUnderSurface areas(int window) {
            collectBorder(window);
            double rocArea = 0;
            double prArea = 0;
            double recallBefore = 0;
            double fprBefore = 0;
            for (int k = 0; k < RUNGS; k++) {
                double truePositives = hits[k] + border[k];
                double softAnomalous = anomalousRows + border[k] / 2;
                double found = (double) zonesHit[k] / buffer.zoneCount();
                double recall = Math.min(truePositives / softAnomalous, 1) * found;
                double fpr = (ladder.predicted[k] - truePositives) / (labels.length - softAnomalous);
                double precision = truePositives / ladder.predicted[k];
                rocArea += (fpr - fprBefore) * (recall + recallBefore) / 2;
                prArea += (recall - recallBefore) * precision;
                recallBefore = recall;
                fprBefore = fpr;
            }
            rocArea += (1 - fprBefore) * (1 + recallBefore) / 2;
            return new VolumeUnderSurface(rocArea, prArea);
        }

        private void collectBorder(int window) {
            buffer.widen(window);
            Arrays.fill(border, 0);
            Arrays.fill(zonesHit, 0);
            for (int zone = 0; zone < buffer.zoneCount(); zone++) {
                int firstHit = RUNGS - 1;
                for (int row = buffer.zoneStart(zone); row <= buffer.zoneEnd(zone); row++) {
                    int rung = ladder.rungOf[row];
                    firstHit = Math.min(firstHit, rung);
                    if (!labels[row]) {
                        border[rung] += buffer.weight(row);
                    }
                }
                zonesHit[firstHit]++;
            }
            for (int k = 1; k < RUNGS; k++) {
                border[k] += border[k - 1];
                zonesHit[k] += zonesHit[k - 1];
            }
        }
    }
}
