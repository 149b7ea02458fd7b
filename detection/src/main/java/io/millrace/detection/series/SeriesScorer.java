package io.millrace.detection.series;

import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.score.AdaptiveDetector;
import io.millrace.detection.score.AdaptiveScorer;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.MachineMemory;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.score.VotingScorer;
import io.millrace.detection.score.WindowError;
import io.millrace.detection.score.WindowScorer;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Scores all windows of one series without gaps, exactly as the job would; an adaptive detector starts with a new memory, and again where
 * it is told to. One per task, not thread-safe; works in chunks, so only the scores grow with the series, two doubles a row.
 */
public final class SeriesScorer {

    static final int WINDOWS_AT_ONCE = 512;

    private final Preprocessing preprocessing;
    private final Detector detector;
    private final Smoothing smoothing;
    private final WindowScorer scorer;
    private final WindowBatch batch;

    public SeriesScorer(Preprocessing preprocessing, Detector detector, Smoothing smoothing) {
        if (detector.features() != preprocessing.features()) {
            throw new IllegalArgumentException("detector " + detector.name() + " expects " + detector.features()
                    + " features a row, its preprocessing makes " + preprocessing.features());
        }
        this.preprocessing = preprocessing;
        this.detector = detector;
        this.smoothing = smoothing;
        this.scorer = detector.newScorer();
        this.batch = new WindowBatch(detector.steps(), detector.features());
    }

    /** Hears of each window while its scorer can still say what made it strange. */
    @FunctionalInterface
    public interface Listener {

        /**
         * @param window number of the window, from 0, in order
         * @param error where its error sits; asking costs time, not asking costs nothing
         */
        void scored(int window, Supplier<WindowError> error);
    }

    /**
     * @param rows raw values in layout order, [rows][sensors]
     * @return no windows for a series that is shorter than a window and its lookback
     */
    public SeriesScores score(double[][] rows) {
        return score(rows, (window, error) -> {});
    }

    /** As above, telling a listener of each window. */
    public SeriesScores score(double[][] rows, Listener listener) {
        return score(rows, 0, listener, new double[0][]);
    }

    /** Causal and delayed scores in one pass, telling a listener of each window. */
    public DelayedSeriesScores scoreWithDelay(double[][] rows, Listener listener) {
        return scoreWithDelay(rows, 0, listener);
    }

    /**
     * As above.
     *
     * @param anewFrom from the window on that ends in this row, the machine's memory is a new one; 0 for the one memory all along
     */
    public DelayedSeriesScores scoreWithDelay(double[][] rows, int anewFrom, Listener listener) {
        if (!(scorer instanceof VotingScorer voting)) {
            SeriesScores causal = score(rows, anewFrom, listener, new double[0][]);
            return new DelayedSeriesScores(causal, causal.delayedPerRow(rows.length, detector.steps()));
        }
        var votes = new double[voting.voices()][windows(rows)];
        SeriesScores causal = score(rows, anewFrom, listener, votes);
        var means = new double[votes.length][];
        for (int v = 0; v < means.length; v++) {
            means[v] = WindowMeans.perRow(votes[v], causal.firstRow(), voting.steps(v), rows.length);
        }
        var delayed = new double[rows.length];
        var ofRow = new double[means.length];
        for (int r = 0; r < delayed.length; r++) {
            for (int v = 0; v < means.length; v++) {
                ofRow[v] = means[v][r];
            }
            delayed[r] = voting.combine(ofRow);
        }
        return new DelayedSeriesScores(causal, delayed);
    }

    private int windows(double[][] rows) {
        return Math.max(0, rows.length - preprocessing.lookbackRows() - detector.steps() + 1);
    }

    /**
     * @param votes receives the voices' votes, [voices][windows]; empty when they are not asked for
     */
    private SeriesScores score(double[][] rows, int anewFrom, Listener listener, double[][] votes) {
        int ring = preprocessing.lookbackRows() + detector.steps();
        int windows = windows(rows);
        var raw = new double[windows];
        var scores = new double[Math.min(windows, WINDOWS_AT_ONCE)];
        var memories = new MachineMemory[scores.length];
        int anew = Math.max(0, anewFrom - ring + 1);
        int count;
        for (int first = 0; first < windows; first += count) {
            count = Math.min(WINDOWS_AT_ONCE, (first < anew ? Math.min(anew, windows) : windows) - first);
            if ((first == 0 || first == anew) && detector instanceof AdaptiveDetector adaptive) {
                Arrays.fill(memories, adaptive.newMemory());
            }
            batch.clear();
            batch.addSegment(
                    preprocessing.transform(Arrays.copyOfRange(rows, first, first + count + ring - 1)),
                    count + detector.steps() - 1);
            if (scorer instanceof AdaptiveScorer adaptive) {
                adaptive.score(batch, memories, scores);
            } else {
                scorer.score(batch, scores);
            }
            System.arraycopy(scores, 0, raw, first, count);
            for (int v = 0; v < votes.length; v++) {
                for (int n = 0; n < count; n++) {
                    votes[v][first + n] = ((VotingScorer) scorer).vote(v, n);
                }
            }
            for (int n = 0; n < count; n++) {
                int window = n;
                listener.scored(first + n, () -> scorer.explain(batch, window));
            }
        }
        return SeriesScores.of(ring - 1, raw, smoothing);
    }
}
