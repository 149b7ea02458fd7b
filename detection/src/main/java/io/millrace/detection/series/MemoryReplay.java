package io.millrace.detection.series;

import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.score.AdaptiveDetector;
import io.millrace.detection.score.AdaptiveScorer;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.MachineMemory;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;

/**
 * Brings a machine's memory to where it stood before chosen windows of its series, as an explanation of these windows wants it. Costs what scoring
 * the series up to the last of them costs; nothing for a detector without memory.
 */
public final class MemoryReplay {

    private MemoryReplay() {}

    /** Hears of a chosen window before it is scored. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * @param window number of the window, from 0
         * @param memory of the machine just before it, null for a detector without; must not be taught
         */
        void before(int window, MachineMemory memory);
    }

    /**
     * @param rows raw values in layout order, [rows][sensors]
     * @param windows numbers of windows of the series, rising
     */
    public static void visit(
            Preprocessing preprocessing, Detector detector, double[][] rows, int[] windows, Visitor visitor) {
        if (!(detector instanceof AdaptiveDetector adaptive)) {
            for (int window : windows) {
                visitor.before(window, null);
            }
            return;
        }
        var replay = new Replay(preprocessing, adaptive);
        int done = 0;
        for (int window : windows) {
            while (done < window) {
                int count = Math.min(SeriesScorer.WINDOWS_AT_ONCE, window - done);
                replay.show(rows, done, count);
                done += count;
            }
            visitor.before(window, replay.memory);
        }
    }

    private static final class Replay {

        private final Preprocessing preprocessing;
        private final AdaptiveScorer scorer;
        private final WindowBatch batch;
        private final MachineMemory memory;
        private final MachineMemory[] memories = new MachineMemory[SeriesScorer.WINDOWS_AT_ONCE];
        private final double[] scores = new double[SeriesScorer.WINDOWS_AT_ONCE];

        Replay(Preprocessing preprocessing, AdaptiveDetector detector) {
            this.preprocessing = preprocessing;
            this.scorer = detector.newScorer();
            this.batch = new WindowBatch(detector.steps(), detector.features());
            this.memory = detector.newMemory();
            Arrays.fill(memories, memory);
        }

        void show(double[][] rows, int first, int count) {
            int end = first + count + batch.steps() - 1;
            batch.clear();
            batch.addSegment(
                    preprocessing.transform(Arrays.copyOfRange(rows, first, end + preprocessing.lookbackRows())),
                    end - first);
            scorer.score(batch, memories, scores);
        }
    }
}
