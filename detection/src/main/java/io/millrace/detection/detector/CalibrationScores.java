package io.millrace.detection.detector;

import io.millrace.detection.score.AdaptiveDetector;
import io.millrace.detection.score.AdaptiveScorer;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.MachineMemory;
import io.millrace.detection.score.WindowScorer;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** Scores of all windows of feature rows, each series with a memory of its own. */
public final class CalibrationScores {

    private static final int WINDOWS_AT_ONCE = 512;

    private CalibrationScores() {}

    /** Scores of every window of every series, one after the other; none when all are shorter than a window. */
    public static double[] of(Detector detector, TrainingRows rows) {
        return perSeries(detector, rows).stream()
                .flatMapToDouble(DoubleStream::of)
                .toArray();
    }

    /** Scores of every window, [windows] of each series; of none when it is shorter than a window. */
    public static List<double[]> perSeries(Detector detector, TrainingRows rows) {
        return rows.leading(detector.features()).series().stream()
                .map(series -> scores(detector, series))
                .toList();
    }

    private static double[] scores(Detector detector, float[] series) {
        int width = detector.features();
        int steps = detector.steps();
        int windows = Math.max(0, series.length / width - steps + 1);
        var scores = new double[windows];
        var part = new double[Math.min(windows, WINDOWS_AT_ONCE)];
        var batch = new WindowBatch(steps, width);
        WindowScorer scorer = detector.newScorer();
        MachineMemory[] memories = null;
        if (detector instanceof AdaptiveDetector adaptive) {
            memories = new MachineMemory[WINDOWS_AT_ONCE];
            Arrays.fill(memories, adaptive.newMemory());
        }
        for (int first = 0; first < windows; first += WINDOWS_AT_ONCE) {
            int count = Math.min(WINDOWS_AT_ONCE, windows - first);
            int rows = count + steps - 1;
            batch.clear();
            batch.addSegment(Arrays.copyOfRange(series, first * width, (first + rows) * width), rows);
            if (scorer instanceof AdaptiveScorer adaptive) {
                adaptive.score(batch, memories, part);
            } else {
                scorer.score(batch, part);
            }
            System.arraycopy(part, 0, scores, first, count);
        }
        return scores;
    }
}
