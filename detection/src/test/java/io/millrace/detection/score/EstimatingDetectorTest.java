package io.millrace.detection.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.EstimateKind;
import io.millrace.detection.model.LstmClassifier;
import io.millrace.detection.model.LstmLayer;
import io.millrace.detection.model.RandomModels;
import io.millrace.detection.model.WindowEstimator;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EstimatingDetectorTest {

    private static final int STEPS = 8;
    private static final int FEATURES = 3;

    static Stream<WindowEstimator> networks() {
        var random = new Random(1);
        return Stream.of(
                RandomModels.classifier(random, STEPS, FEATURES, 5),
                RandomModels.attention(random, STEPS, FEATURES, 4, EstimateKind.LOG_ODDS),
                RandomModels.attention(random, STEPS, FEATURES, 4, EstimateKind.SHARE));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void scoresAWindowTheSameWhateverStandsBesideIt(WindowEstimator network) {
        var detector = new EstimatingDetector(network, new float[FEATURES]);
        float[] rows = rows(40, new Random(2));
        var together = new WindowBatch(STEPS, FEATURES);
        together.addSegment(rows, 40);
        var scores = new double[together.windows()];
        detector.newScorer().score(together, scores);

        for (int n = together.windows() - 1; n >= 0; n -= 5) {
            var alone = new WindowBatch(STEPS, FEATURES);
            alone.addWindow(Arrays.copyOfRange(rows, n * FEATURES, (n + STEPS) * FEATURES));
            var score = new double[1];
            detector.newScorer().score(alone, score);
            assertThat(score[0]).isEqualTo(scores[n]).isBetween(0.0, 1.0);
        }
    }

    @Test
    void namesTheSensorAndTheStepsThatSpokeForTheAlarm() {
        var detector = new EstimatingDetector(listensTo(1), new float[] {0.1f, 0.2f, 0.3f});
        var window = new float[STEPS * FEATURES];
        Arrays.fill(window, 0.2f);
        window[6 * FEATURES + 1] = 3; // the listening sensor at the seventh step
        var batch = new WindowBatch(STEPS, FEATURES);
        batch.addWindow(window);
        WindowScorer scorer = detector.newScorer();
        scorer.score(batch, new double[1]);

        WindowError error = scorer.explain(batch, 0);

        assertThat(error.featureShare()).containsExactly(0, 1, 0);
        assertThat(error.stepShare()[6]).isGreaterThan(0.5);
        assertThat(Arrays.stream(error.stepShare()).sum()).isEqualTo(1, within(1e-9));
        assertThat(Arrays.copyOfRange(error.expected(), 0, 2 * FEATURES))
                .containsExactly(0.1f, 0.2f, 0.3f, 0.1f, 0.2f, 0.3f);
    }

    @Test
    void whatSpeaksAgainstAnAlarmHasNoShare() {
        var detector = new EstimatingDetector(listensTo(1), new float[] {0, 1, 0});
        var batch = new WindowBatch(STEPS, FEATURES);
        batch.addWindow(new float[STEPS * FEATURES]); // typical values would only raise the answer
        WindowScorer scorer = detector.newScorer();
        scorer.score(batch, new double[1]);

        assertThat(scorer.explain(batch, 0).featureShare()).containsOnly(0);
    }

    @Test
    void refusesTypicalValuesOfOtherFeatures() {
        WindowEstimator network = listensTo(0);

        assertThatThrownBy(() -> new EstimatingDetector(network, new float[2]))
                .hasMessage("typical values of 3 features were expected, found 2");
        assertThatThrownBy(() -> new EstimatingDetector(network, new float[] {0, Float.NaN, 0}))
                .hasMessageContaining("not finite");
    }

    /** A classifier that adds one feature up: its gates stand open for input and output, and g takes the feature. */
    private static LstmClassifier listensTo(int feature) {
        var input = new float[FEATURES * 4];
        input[feature * 4] = 0.5f;
        float[] open = {0, 3, 3, 3};
        return new LstmClassifier(
                STEPS,
                new LstmLayer(FEATURES, 1, input, new float[4], open),
                new LstmLayer(1, 1, new float[] {1, 0, 0, 0}, new float[4], open),
                new DenseLayer(1, 1, new float[] {2}, new float[] {1}),
                new DenseLayer(1, 1, new float[] {3}, new float[] {-4}));
    }

    private static float[] rows(int count, Random random) {
        var rows = new float[count * FEATURES];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.nextFloat() * 2 - 1;
        }
        return rows;
    }
}
