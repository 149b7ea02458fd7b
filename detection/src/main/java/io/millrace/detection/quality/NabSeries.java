package io.millrace.detection.quality;

import java.util.Comparator;
import java.util.List;

/**
 * One file of the Numenta Anomaly Benchmark with a detector's scores. Holds the caller's array, which nobody may change
 * afterwards.
 *
 * @param name for messages
 * @param scores one per row, higher is stranger, no NaN; comparable between the files of a corpus, since one threshold
 *     serves all
 * @param windows the benchmark's anomaly windows as rows, free of overlaps; sorted here
 */
public record NabSeries(String name, double[] scores, List<Interval> windows) {

    private static final double PROBATION_SHARE = 0.15;
    private static final int PROBATION_MAX_ROWS = 750; // the same share of 5,000 rows

    public NabSeries {
        windows = windows.stream()
                .sorted(Comparator.comparingInt(Interval::start))
                .toList();
        for (int w = 0; w < windows.size(); w++) {
            if (windows.get(w).end() >= scores.length) {
                throw new IllegalArgumentException(name + ": anomaly window " + windows.get(w)
                        + " ends beyond the series of " + scores.length + " rows: labels and data do not match");
            }
            if (w > 0 && windows.get(w).overlaps(windows.get(w - 1))) {
                throw new IllegalArgumentException(name + ": anomaly windows " + windows.get(w - 1) + " and "
                        + windows.get(w) + " overlap: merge them first");
            }
        }
        for (int row = 0; row < scores.length; row++) {
            if (Double.isNaN(scores[row])) {
                throw new IllegalArgumentException(
                        name + ": score of row " + row + " is NaN: give rows without a score the lowest one");
            }
        }
    }

    /** The rows at the start that are never scored: 15 %, at most {@value #PROBATION_MAX_ROWS}. */
    public int probationaryRows() {
        return (int) Math.min(Math.floor(PROBATION_SHARE * scores.length), PROBATION_MAX_ROWS);
    }
}
