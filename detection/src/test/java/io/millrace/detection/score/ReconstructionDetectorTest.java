package io.millrace.detection.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.model.Activation;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmLayer;
import io.millrace.detection.model.ReferenceLstmKernel;
import io.millrace.detection.window.WindowBatch;
import org.junit.jupiter.api.Test;

class ReconstructionDetectorTest {

    /** A model that expects the same row at every step, whatever it is shown: all weights are 0 but the output's bias. */
    private static LstmAutoencoder expecting(int steps, float... row) {
        return new LstmAutoencoder(
                steps,
                Activation.TANH,
                new LstmLayer(row.length, 1, new float[4 * row.length], new float[4], new float[4]),
                new LstmLayer(1, 1, new float[4], new float[4], new float[4]),
                new DenseLayer(1, row.length, new float[row.length], row));
    }

    private static ReconstructionDetector detector(WindowScoring scoring, int steps, float... row) {
        return new ReconstructionDetector(expecting(steps, row), scoring, new ReferenceLstmKernel());
    }

    @Test
    void scoresEveryWindowOfABatchByItsReconstructionError() {
        var batch = new WindowBatch(2, 1);
        batch.addSegment(new float[] {1, 1, 4, 1}, 4);
        var scores = new double[3];

        detector(WindowScoring.MEAN, 2, 1).newScorer().score(batch, scores);

        // squared errors of the rows: 0, 0, 9, 0
        assertThat(scores).containsExactly(0, 4.5, 4.5);
    }

    @Test
    void explainsTheWindowItIsAskedFor() {
        var batch = new WindowBatch(2, 2);
        batch.addSegment(new float[] {1, 2, 1, 2, 1, 5}, 3);
        var scorer = detector(WindowScoring.MEAN, 2, 1, 2).newScorer();
        scorer.score(batch, new double[2]);

        WindowError error = scorer.explain(batch, 1);

        assertThat(error.featureShare()).containsExactly(0, 1);
        assertThat(error.stepShare()).containsExactly(0, 1);
        assertThat(error.expected()).containsExactly(1, 2, 1, 2);
    }

    @Test
    void scoresALargerBundleAfterASmallerOne() {
        var scorer = detector(WindowScoring.MEAN, 1, 0).newScorer();
        var batch = new WindowBatch(1, 1);
        var scores = new double[3];
        batch.addSegment(new float[] {2}, 1);
        scorer.score(batch, scores);
        batch.clear();
        batch.addSegment(new float[] {1, 2, 3}, 3);

        scorer.score(batch, scores);

        assertThat(scores).containsExactly(1, 4, 9);
    }

    @Test
    void refusesAScoringThatItsWindowsCannotHave() {
        assertThatThrownBy(() -> detector(new WindowScoring(1, 1, 1, 0.5), 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no differences");
    }
}
