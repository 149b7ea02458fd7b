package io.millrace.detection.detector;

import io.millrace.detection.score.AdaptiveScorer;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.MachineMemory;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Feature rows for tests, and the shortest way to score them. */
final class Signals {

    private Signals() {}

    /** Noisy waves of different periods, [rows × features]. */
    static float[] waves(int rows, int features, long seed) {
        var random = new SplittableRandom(seed);
        var matrix = new float[rows * features];
        for (int r = 0; r < rows; r++) {
            for (int f = 0; f < features; f++) {
                matrix[r * features + f] =
                        (float) (Math.sin(2 * Math.PI * r / (17 + 6 * f)) + 0.05 * (random.nextDouble() - 0.5));
            }
        }
        return matrix;
    }

    /** Scores by the trained part alone. */
    static double[] score(Detector detector, float[] rows) {
        var batch = batch(detector, rows);
        var scores = new double[batch.windows()];
        detector.newScorer().score(batch, scores);
        return scores;
    }

    /** Scores of one machine's windows in one batch. */
    static double[] score(AdaptiveScorer scorer, Detector detector, MachineMemory memory, float[] rows) {
        var batch = batch(detector, rows);
        var scores = new double[batch.windows()];
        var memories = new MachineMemory[batch.windows()];
        Arrays.fill(memories, memory);
        scorer.score(batch, memories, scores);
        return scores;
    }

    static WindowBatch batch(Detector detector, float[] rows) {
        var batch = new WindowBatch(detector.steps(), detector.features());
        batch.addSegment(rows, rows.length / detector.features());
        return batch;
    }
}
