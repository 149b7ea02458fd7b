package io.millrace.detection.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.detection.score.AdaptiveDetector;
import io.millrace.detection.score.AdaptiveScorer;
import io.millrace.detection.score.MachineMemory;
import io.millrace.detection.score.WindowError;
import io.millrace.detection.window.WindowBatch;
import org.junit.jupiter.api.Test;

class PeekTest {

    /** The same scorer, which does not let on that it can be asked without learning. */
    private record Plain(AdaptiveScorer scorer) implements AdaptiveScorer {

        @Override
        public void score(WindowBatch batch, double[] scores) {
            scorer.score(batch, scores);
        }

        @Override
        public void score(WindowBatch batch, MachineMemory[] memories, double[] scores) {
            scorer.score(batch, memories, scores);
        }

        @Override
        public WindowError explain(WindowBatch batch, int n) {
            return scorer.explain(batch, n);
        }
    }

    @Test
    void aScorerThatCannotPeekIsAskedOnCopies() {
        AdaptiveDetector detector = WindowNeighbourDetector.fit(
                TrainingRows.of(Signals.waves(100, 2, 1), 2), 6, 30, new MemoryPolicy(20, 1, 0));
        MachineMemory memory = detector.newMemory();
        Signals.score(detector.newScorer(), detector, memory, Signals.waves(60, 2, 2));
        WindowBatch questions = Signals.batch(detector, Signals.waves(30, 2, 3));
        var peeked = new double[questions.windows()];
        var onCopies = new double[questions.windows()];

        byte[] before = memory.toBytes();
        detector.peek(new Plain(detector.newScorer()), questions, memory, onCopies);
        assertThat(memory.toBytes()).isEqualTo(before);
        detector.peek(detector.newScorer(), questions, memory, peeked);

        assertThat(peeked).containsExactly(onCopies);
    }
}
