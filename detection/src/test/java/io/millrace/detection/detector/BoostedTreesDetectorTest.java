package io.millrace.detection.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.feature.EngineeredFeatures;
import io.millrace.detection.feature.FeaturePlan;
import io.millrace.detection.score.SelfAttribution;
import io.millrace.detection.score.WindowError;
import io.millrace.detection.tree.Link;
import io.millrace.detection.tree.Missing;
import io.millrace.detection.tree.Tree;
import io.millrace.detection.tree.TreeEnsemble;
import io.millrace.detection.tree.TreeFamily;
import io.millrace.detection.window.WindowBatch;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoostedTreesDetectorTest {

    private static final FeaturePlan PLAN =
            new FeaturePlan(3, 2, List.of(new float[] {0, 1}), new int[] {1}, new int[] {3});
    private static final int FEATURES = new EngineeredFeatures(PLAN).size();
    private static final int SECOND_SENSOR_LAG = (FEATURES - 3) / 2 + 1;

    /** Warm now, or the second sensor high a row before: something is wrong. */
    private static TreeEnsemble trees(Link link, int outputs, int faultOutput) {
        Tree warm = new Tree.Builder(faultOutput)
                .split(0, 50, Missing.LEFT, 100)
                .leaf(-2, 90)
                .leaf(3, 10)
                .build();
        Tree high = new Tree.Builder(faultOutput)
                .split(SECOND_SENSOR_LAG, 7, Missing.LEFT, 100)
                .leaf(-0.5, 95)
                .leaf(1, 5)
                .build();
        return new TreeEnsemble(TreeFamily.LIGHTGBM, link, FEATURES, new double[outputs], List.of(warm, high));
    }

    private static WindowBatch window(float... rows) {
        var batch = new WindowBatch(3, 3);
        batch.addWindow(rows);
        return batch;
    }

    private static double score(BoostedTreesDetector detector, WindowBatch batch) {
        var scores = new double[batch.windows()];
        detector.newScorer().score(batch, scores);
        return scores[0];
    }

    private static BoostedTreesDetector binary() {
        return new BoostedTreesDetector(
                trees(Link.LOGISTIC, 1, 0), PLAN, TreeOutcome.binary("normal", "anomaly"), new float[] {20, 5});
    }

    @Test
    void scoresTheProbabilityOfYes() {
        assertThat(score(binary(), window(20, 5, 0, 20, 5, 0, 20, 5, 0)))
                .isCloseTo(1 / (1 + Math.exp(2.5)), within(1e-12));
        assertThat(score(binary(), window(20, 5, 0, 20, 9, 0, 60, 5, 0)))
                .isCloseTo(1 / (1 + Math.exp(-4)), within(1e-12));
        assertThat(binary().name()).isEqualTo("lightgbm");
    }

    @Test
    void attributesTheMarginExactly() {
        WindowBatch batch = window(20, 5, 0, 20, 9, 0, 60, 5, 0);

        SelfAttribution own = binary().newScorer().attribute(batch, 0);

        // trees' means: (90 · −2 + 10 · 3) / 100 and (95 · −0.5 + 5 · 1) / 100
        assertThat(own.base()).isCloseTo(-1.5 - 0.425, within(1e-12));
        assertThat(own.byFeature()).containsExactly(new double[] {3 + 1.5, 1 + 0.425, 0}, within(1e-12));
        assertThat(own.total()).isCloseTo(4, within(1e-12));
    }

    @Test
    void blamesTheSensorsAndStepsThatSpeakForTheFault() {
        WindowBatch batch = window(20, 5, 0, 20, 9, 0, 60, 5, 0);
        BoostedTreesDetector.Scorer scorer = binary().newScorer();
        scorer.score(batch, new double[1]);

        WindowError error = scorer.explain(batch, 0);

        double warm = 3 - (0.9 * -2 + 0.1 * 3);
        double high = 1 - (0.95 * -0.5 + 0.05 * 1);
        assertThat(error.featureShare())
                .containsExactly(new double[] {warm / (warm + high), high / (warm + high)}, within(1e-6));
        assertThat(error.stepShare())
                .containsExactly(new double[] {0, high / (warm + high), warm / (warm + high)}, within(1e-6));
        assertThat(error.expected()).containsExactly(20, 5, 20, 5, 20, 5);
    }

    @Test
    void aWindowThatNothingSpeaksAgainstStillSharesOne() {
        WindowBatch batch = window(20, 5, 0, 20, 5, 0, 20, 5, 0);
        BoostedTreesDetector.Scorer scorer = binary().newScorer();
        scorer.score(batch, new double[1]);

        assertThat(scorer.explain(batch, 0).featureShare())
                .satisfies(share -> assertThat(share[0] + share[1]).isCloseTo(1, within(1e-12)));
    }

    @Test
    void ofSeveralClassesScoresWhatIsNotNormal() {
        var detector = new BoostedTreesDetector(
                trees(Link.SOFTMAX, 3, 2),
                PLAN,
                TreeOutcome.multiClass(List.of("none", "leak", "overheating"), 0),
                new float[] {20, 5});
        WindowBatch batch = window(20, 5, 0, 20, 9, 0, 60, 5, 0);

        double sum = 2 + Math.exp(4);
        assertThat(score(detector, batch)).isCloseTo(1 - 1 / sum, within(1e-12));
        assertThat(detector.outcome().answer(detector.newScorer().predict(batch, 0)))
                .isEqualTo("overheating");
    }

    @Test
    void ofRemainingLifeScoresTheShareOfTheHorizonThatIsUsedUp() {
        TreeOutcome life = TreeOutcome.remainingLife("cycles", 125);

        assertThat(life.score(new double[] {125})).isZero();
        assertThat(life.score(new double[] {150})).isZero();
        assertThat(life.score(new double[] {25})).isCloseTo(0.8, within(1e-12));
        assertThat(life.answer(new double[] {25})).isEqualTo("25.0");
    }

    @Test
    void refusesWhatDoesNotFit() {
        TreeOutcome outcome = TreeOutcome.binary("no", "yes");
        TreeEnsemble trees = trees(Link.LOGISTIC, 1, 0);
        assertThatThrownBy(
                        () -> new BoostedTreesDetector(trees, FeaturePlan.of(3, 2, List.of()), outcome, new float[2]))
                .hasMessageContaining("the trees expect " + FEATURES + " features, the plan makes");
        assertThatThrownBy(() -> new BoostedTreesDetector(
                        trees, PLAN, TreeOutcome.multiClass(List.of("a", "b", "c"), 0), new float[2]))
                .hasMessage("the trees have 1 outputs, a MULTI_CLASS of [a, b, c] needs 3");
        assertThatThrownBy(() -> new BoostedTreesDetector(trees, PLAN, outcome, new float[3]))
                .hasMessage("typical values of 2 sensors were expected, found 3");
        assertThatThrownBy(() -> TreeOutcome.multiClass(List.of("a", "b"), 2))
                .hasMessage("the normal class must be one of [a, b], found number 2");
        assertThatThrownBy(() -> TreeOutcome.remainingLife("cycles", 0))
                .hasMessage("the horizon must be finite and > 0, found 0.0");
    }
}
