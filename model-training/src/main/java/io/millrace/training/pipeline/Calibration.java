package io.millrace.training.pipeline;

import io.millrace.detection.detector.ScoreCalibration;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.detection.series.SeriesScores;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** Scores that a threshold may rest on, and what they are usually. */
public final class Calibration {

    private Calibration() {}

    /**
     * Smoothed scores of the windows whose newest row was held back, all series together. The rows before them warm the smoothing up.
     */
    static double[] scores(
            List<SeriesSplit> splits, Preprocessing preprocessing, Detector detector, Smoothing smoothing) {
        var scorer = new SeriesScorer(preprocessing, detector, smoothing);
        return splits.stream()
                .flatMapToDouble(split -> heldBack(split, scorer, preprocessing, detector))
                .toArray();
    }

    /**
     * What smoothed scores are on healthy rows held back; empty for a detector whose score is a level by itself.
     *
     * @param scores at least one
     */
    public static Optional<ScoreCalibration> of(double[] scores, Detector detector) {
        if (detector.scoreIsLevel()) {
            return Optional.empty();
        }
        ScoreCalibration plain = ScoreCalibration.of(scores, 0);
        // scores of a perfectly quiet machine have no spread to measure by
        return Optional.of(ScoreCalibration.of(scores, Math.max(1e-12, 1e-3 * Math.abs(plain.median()))));
    }

    private static DoubleStream heldBack(
            SeriesSplit split, SeriesScorer scorer, Preprocessing preprocessing, Detector detector) {
        int lead = 2 * detector.steps() + preprocessing.lookbackRows();
        int from = Math.max(0, split.calibrationFrom() - lead);
        SeriesScores scores =
                scorer.score(split.series().slice(from, split.series().length()).rows());
        int firstHeldBack = split.calibrationFrom() - from - scores.firstRow();
        return DoubleStream.of(scores.smoothed()).skip(Math.max(0, firstHeldBack));
    }
}
