package io.millrace.detection.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.model.Activation;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmLayer;
import io.millrace.detection.model.ReferenceLstmKernel;
import io.millrace.detection.score.MachineMemory;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.detection.score.WindowError;
import io.millrace.detection.score.WindowScoring;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FamiliarErrorsDetectorTest {

    /** Expects 0 at every step: all weights are 0. */
    private static ReconstructionDetector expectingZero(int steps, int features) {
        var model = new LstmAutoencoder(
                steps,
                Activation.TANH,
                new LstmLayer(features, 1, new float[4 * features], new float[4], new float[4]),
                new LstmLayer(1, 1, new float[4], new float[4], new float[4]),
                new DenseLayer(1, features, new float[features], new float[features]));
        return new ReconstructionDetector(model, WindowScoring.MEAN, new ReferenceLstmKernel());
    }

    @Test
    void forgivesAnErrorThatTheMachineHasShownBefore() {
        var detector = new FamiliarErrorsDetector(expectingZero(1, 1), new MemoryPolicy(10, 1, 2));

        double[] scores =
                Signals.score(detector.newScorer(), detector, detector.newMemory(), new float[] {3, 3, 3, 4, -3});

        // 3 is familiar two windows later; 4 is 1 from it; −3 is nearer to no error at all
        assertThat(scores).containsExactly(9, 9, 0, 1, 9);
    }

    @Test
    void withoutAMemoryItScoresAsTheAutoencoderDoes() {
        var autoencoder = expectingZero(2, 1);
        var detector = new FamiliarErrorsDetector(autoencoder, new MemoryPolicy(10, 1, 0));
        float[] rows = {1, 2, 2, 0};

        assertThat(Signals.score(detector, rows)).containsExactly(Signals.score(autoencoder, rows));
    }

    @Test
    void explainsByWhatIsNotFamiliar() {
        var detector = new FamiliarErrorsDetector(expectingZero(1, 2), new MemoryPolicy(10, 1, 0));
        WindowBatch batch = Signals.batch(detector, new float[] {5, 0, 5, 2});
        var memories = new MachineMemory[2];
        Arrays.fill(memories, detector.newMemory());
        var scorer = detector.newScorer();
        scorer.score(batch, memories, new double[2]);

        WindowError error = scorer.explain(batch, 1);

        assertThat(error.featureShare()).containsExactly(new double[] {0, 1}, within(1e-9));
        assertThat(error.expected()).containsExactly(5, 0);
    }

    @Test
    void scoresTheSameHoweverWindowsAreBatchedAndMemoriesRestored() {
        int features = 2;
        float[] rows = Signals.waves(300, features, 3);
        var detector = new FamiliarErrorsDetector(expectingZero(8, features), new MemoryPolicy(15, 3, 10));
        double[] whole = Signals.score(detector.newScorer(), detector, detector.newMemory(), rows);

        var random = new SplittableRandom(9);
        MachineMemory memory = detector.newMemory();
        var pieces = new double[whole.length];
        for (int first = 0; first < whole.length; ) {
            int count = Math.min(1 + random.nextInt(40), whole.length - first);
            double[] scores = Signals.score(
                    detector.newScorer(),
                    detector,
                    memory,
                    Arrays.copyOfRange(rows, first * features, (first + count + 7) * features));
            System.arraycopy(scores, 0, pieces, first, count);
            assertThat((long) memory.toBytes().length).isLessThanOrEqualTo(detector.memoryBytesPerMachine());
            memory = detector.restoreMemory(memory.toBytes());
            first += count;
        }

        assertThat(pieces).containsExactly(whole);
        assertThat(whole).isNotEqualTo(Signals.score(detector, rows));
    }
}
