package io.millrace.detection.series;

import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.morphology.Run;
import io.millrace.detection.score.Smoothing;
import java.util.List;

/**
 * Scores of a series. Window {@code n} ends at row {@code firstRow + n}.
 *
 * @param firstRow row of the first window's newest reading
 * @param raw window scores, [windows]
 * @param smoothed scores after exponential smoothing, [windows]
 */
public record SeriesScores(int firstRow, double[] raw, double[] smoothed) {

    /** Smooths raw window scores along the series, as the job does along a machine. */
    public static SeriesScores of(int firstRow, double[] raw, Smoothing smoothing) {
        var smoothed = new double[raw.length];
        double before = Double.NaN;
        for (int n = 0; n < raw.length; n++) {
            before = smoothing.next(before, raw[n]);
            smoothed[n] = before;
        }
        return new SeriesScores(firstRow, raw, smoothed);
    }

    public int windows() {
        return raw.length;
    }

    /** Events by a threshold, in rows of the series. */
    public List<Run> events(double threshold, Morphology morphology) {
        var anomalous = new boolean[smoothed.length];
        for (int n = 0; n < anomalous.length; n++) {
            anomalous[n] = smoothed[n] / threshold > 1;
        }
        return morphology.events(anomalous).stream()
                .map(run -> new Run(run.start() + firstRow, run.end() + firstRow))
                .toList();
    }

    /**
     * Causal scores for every row, [rows]: rows before the first window get the first window's score, since every metric wants one score a
     * row and no window has spoken yet.
     */
    public double[] perRow(int rows) {
        var scores = new double[rows];
        for (int r = 0; r < rows; r++) {
            scores[r] = windows() == 0 ? 0 : smoothed[Math.max(0, r - firstRow)];
        }
        return scores;
    }

    /**
     * Delayed scores for every row, [rows]: the mean of the raw scores of all windows that contain the row, so a row's score is known only
     * {@code steps − 1} rows later. It says better where an anomaly begins and ends, and must never be called causal.
     *
     * @param steps window length of the detector
     */
    public double[] delayedPerRow(int rows, int steps) {
        return WindowMeans.perRow(raw, firstRow, steps, rows);
    }
}
