package io.millrace.training.pipeline;

import io.millrace.detection.detector.ScoreCalibration;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.detection.series.SeriesScores;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** Scores that a threshold may rest on, and what they are usually. */
public final class Calibration {

    private Calibration() {}

    /**
     * Smoothed scores of the windows whose newest row was held back, all series together, those with a labelled anomaly left out. The rows
     * before them warm the smoothing up.
     */
    static double[] scores(
            List<SeriesSplit> splits, Preprocessing preprocessing, Detector detector, Smoothing smoothing) {
        var scorer = new SeriesScorer(preprocessing, detector, smoothing);
        double[] scores = splits.stream()
                .flatMapToDouble(split -> heldBack(split, scorer, preprocessing, detector, smoothing))
                .toArray();
        if (splits.stream().anyMatch(split -> split.series().labels().isPresent())) {
            requireHealthy(scores.length);
        }
        return scores;
    }

    /**
     * What smoothed scores are on healthy rows held back; empty for a detector whose score is a level by itself.
     *
     * @param scores at least one
     */
    public static Optional<ScoreCalibration> of(double[] scores, Detector detector) {
        return detector.scoreIsLevel() ? Optional.empty() : Optional.of(of(scores));
    }

    /**
     * What smoothed scores that are no levels are on healthy rows held back.
     *
     * @param scores at least one
     */
    public static ScoreCalibration of(double[] scores) {
        ScoreCalibration plain = ScoreCalibration.of(scores, 0);
        // scores of a perfectly quiet machine have no spread to measure by
        return ScoreCalibration.of(scores, Math.max(1e-12, 1e-3 * Math.abs(plain.median())));
    }

    /**
     * Scores of the windows that hold no anomalous row: what normal operation scores.
     *
     * @param scores of every window of a series in time order, [windows]
     * @param anomalous of the series' rows, the first window's oldest first, [windows + steps − 1]
     * @param steps rows of a window
     */
    public static double[] healthy(double[] scores, boolean[] anomalous, int steps) {
        var healthy = new double[scores.length];
        int kept = 0;
        int latest = -1; // anomalous row
        for (int row = 0; row < scores.length + steps - 1; row++) {
            latest = anomalous[row] ? row : latest;
            int window = row - (steps - 1);
            if (window >= 0 && latest < window) {
                healthy[kept++] = scores[window];
            }
        }
        return Arrays.copyOf(healthy, kept);
    }

    /** @throws IllegalArgumentException if there are none */
    public static void requireHealthy(long windows) {
        if (windows == 0) {
            throw new IllegalArgumentException(
                    "the newest rows of each series, which the threshold rests on, hold a labelled"
                            + " anomaly in every window: expected some of normal operation; give it rows after the fault, or end before it");
        }
    }

    private static DoubleStream heldBack(
            SeriesSplit split,
            SeriesScorer scorer,
            Preprocessing preprocessing,
            Detector detector,
            Smoothing smoothing) {
        int lead = 2 * detector.steps() + preprocessing.lookbackRows();
        int from = Math.max(0, split.calibrationFrom() - lead);
        SeriesScores scores =
                scorer.score(split.series().slice(from, split.series().length()).rows());
        int firstHeldBack = Math.max(0, split.calibrationFrom() - from - scores.firstRow());
        if (split.series().labels().isEmpty()) {
            return DoubleStream.of(scores.smoothed()).skip(firstHeldBack);
        }
        boolean[] labels = split.series().labels().get();
        int steps = scores.firstRow() + 1;
        double[] warming = healthy(
                Arrays.copyOf(scores.raw(), firstHeldBack),
                Arrays.copyOfRange(labels, from, from + firstHeldBack + steps - 1),
                steps);
        double[] judging = healthy(
                Arrays.copyOfRange(scores.raw(), firstHeldBack, scores.raw().length),
                Arrays.copyOfRange(labels, from + firstHeldBack, labels.length),
                steps);
        // the smoothing goes on where healthy operation does, so that a fault does not echo in the scores after it
        double[] both = Arrays.copyOf(warming, warming.length + judging.length);
        System.arraycopy(judging, 0, both, warming.length, judging.length);
        return DoubleStream.of(SeriesScores.of(0, both, smoothing).smoothed()).skip(warming.length);
    }
}
