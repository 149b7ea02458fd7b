package io.millrace.detection.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.detector.KMeansWindowsDetector;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.scale.FeatureSpec;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.scale.Scaler;
import io.millrace.detection.scale.ScalerKind;
import io.millrace.detection.score.AdaptiveDetector;
import io.millrace.detection.score.AdaptiveScorer;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.MachineMemory;
import io.millrace.detection.score.WindowScorer;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WindowExplainerTest {

    private static final ExplainSettings SETTINGS = new ExplainSettings(3, 12, 200, 5, 3, 5);

    private static Background background(Kinds.Kind kind) {
        return Background.sample(List.<double[][]>of(Kinds.HEALTHY), kind.ringRows(), 4, "healthy rows");
    }

    private static WindowExplainer explainer(Kinds.Kind kind) {
        return new WindowExplainer(kind.preprocessing(), kind.detector(), background(kind), SETTINGS);
    }

    /** By the detector itself, as the machine's next window. */
    private static double score(Kinds.Kind kind, MachineMemory memory, double[][] window) {
        var batch = new WindowBatch(kind.detector().steps(), kind.detector().features());
        batch.addWindow(kind.preprocessing().transform(window));
        var score = new double[1];
        WindowScorer scorer = kind.detector().newScorer();
        if (memory == null) {
            scorer.score(batch, score);
        } else {
            var copy = ((AdaptiveDetector) kind.detector()).restoreMemory(memory.toBytes());
            ((AdaptiveScorer) scorer).score(batch, new MachineMemory[] {copy}, score);
        }
        return score[0];
    }

    @ParameterizedTest
    @MethodSource("io.millrace.detection.explain.Kinds#all")
    void attributionsSumToTheDifferenceOfTheScores(Kinds.Kind kind) {
        for (MachineMemory memory : new MachineMemory[] {null, kind.memory()}) {
            double[][] window = Kinds.faulty(kind.ringRows());

            Attribution attribution = explainer(kind).attribute(window, memory);

            double ofBackground = background(kind).windows().stream()
                    .mapToDouble(healthy -> score(kind, memory, healthy))
                    .average()
                    .orElseThrow();
            assertThat(attribution.score()).isEqualTo(score(kind, memory, window));
            assertThat(attribution.backgroundScore()).isCloseTo(ofBackground, within(1e-12));
            double difference = attribution.score() - attribution.backgroundScore();
            assertThat(attribution.sum()).isCloseTo(difference, within(1e-9 * Math.max(1, attribution.score())));
            assertThat(Arrays.stream(attribution.segmentValues()).sum())
                    .isCloseTo(attribution.sum(), within(1e-9 * Math.max(1, attribution.score())));
            for (int s = 0; s < attribution.sensors().size(); s++) {
                assertThat(Arrays.stream(attribution.values()[s]).sum())
                        .isCloseTo(attribution.sensorValues()[s], within(1e-9 * Math.max(1, attribution.score())));
                assertThat(attribution.sensorErrors()[s]).isNotNegative().isFinite();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.millrace.detection.explain.Kinds#all")
    void aFaultInOneSensorRanksThatSensorFirst(Kinds.Kind kind) {
        MachineMemory memory = kind.memory();
        WindowExplanation explanation = explainer(kind).explain(Kinds.faulty(kind.ringRows()), memory, 1e-3);

        Attribution attribution = explanation.attribution();
        int first = attribution.ranking().get(0);
        assertThat(attribution.sensors().get(first)).isEqualTo("b");
        assertThat(attribution.sensorValues()[first])
                .isGreaterThan(3 * attribution.sensorErrors()[first])
                .isGreaterThan(0.5 * attribution.sum());
        Surrogate surrogate = explanation.surrogate();
        assertThat(surrogate.sensors().get(surrogate.ranking().get(0))).isEqualTo("b");
        assertThat(surrogate.fidelity()).isBetween(0.2, 1.0);
        assertThat(explanation.traces().get(0).sensor()).isEqualTo("b");
    }

    @ParameterizedTest
    @MethodSource("io.millrace.detection.explain.Kinds#all")
    void theQuickExplanationIsWholeForEveryKind(Kinds.Kind kind) {
        WindowExplanation explanation = explainer(kind).explain(Kinds.faulty(kind.ringRows()), kind.memory(), 1e-3);

        Explanation quick = explanation.quick();
        assertThat(quick.sensors()).hasSize(3).allSatisfy(share -> {
            assertThat(share.contribution()).isBetween(0.0, 1.0);
            assertThat(share.observed()).isFinite();
            assertThat(share.expected()).isFinite();
        });
        assertThat(quick.sensors().get(0).sensor()).isEqualTo("b");
        assertThat(quick.steps()).hasSize(Math.min(5, kind.detector().steps()));
        assertThat(quick.steps().stream().mapToDouble(StepShare::share).sum()).isBetween(0.5, 1 + 1e-9);
        assertThat(quick.errorRatio()).isCloseTo(explanation.attribution().score() / 1e-3, within(1e-6));
        assertThat(quick.confidence()).isBetween(0.5, 1.0);
        assertThat(quick.reason()).startsWith("b was ").contains(" was expected; it carries ");
    }

    @ParameterizedTest
    @MethodSource("io.millrace.detection.explain.Kinds#all")
    void explainingTeachesTheMemoryNothing(Kinds.Kind kind) {
        double[][] window = Kinds.faulty(kind.ringRows());
        MachineMemory asked = kind.memory();
        MachineMemory left = kind.memory();

        explainer(kind).attribute(window, asked);

        assertThat(score(kind, asked, window)).isEqualTo(score(kind, left, window));
    }

    @Test
    void theSameSeedExplainsAlikeAnotherDoesNot() {
        Kinds.Kind kind = Kinds.all().findFirst().orElseThrow();
        double[][] window = Kinds.faulty(kind.ringRows());
        var other = new ExplainSettings(3, 12, 200, 6, 3, 5);

        double[] once = explainer(kind).attribute(window, null).sensorValues();
        assertThat(explainer(kind).attribute(window, null).sensorValues()).containsExactly(once);
        assertThat(new WindowExplainer(kind.preprocessing(), kind.detector(), background(kind), other)
                        .attribute(window, null)
                        .sensorValues())
                .isNotEqualTo(once);
    }

    /** Sensors x and y, in units of their own scale. */
    private static Preprocessing plain() {
        return new Preprocessing(
                SensorLayout.ofNames(List.of("x", "y")),
                new Scaler(ScalerKind.STANDARD, new double[2], new double[] {1, 1}, new boolean[2], 1e6),
                FeatureSpec.VALUES,
                false);
    }

    private static WindowExplainer plainExplainer(Detector detector, Background background, int segments) {
        return new WindowExplainer(plain(), detector, background, new ExplainSettings(segments, 4, 100, 1, 2, 2));
    }

    @Test
    void ofALinearScoreBothMethodsFindTheWeightsExactly() {
        var weights = new float[] {1, -2, 0.5f, 3, 2, 0, 1, 1};
        var random = new SplittableRandom(3);
        var window = new double[4][];
        var healthy = new double[4][];
        for (int t = 0; t < 4; t++) {
            window[t] = new double[] {random.nextInt(8), random.nextInt(8)};
            healthy[t] = new double[] {random.nextInt(8), random.nextInt(8)};
        }
        var explainer = plainExplainer(
                new TestingLinearDetector(4, 2, weights),
                new Background(List.<double[][]>of(healthy), "one window"),
                2);

        Attribution attribution = explainer.attribute(window, null);
        Surrogate surrogate = explainer.surrogate(window, null);

        for (int s = 0; s < 2; s++) {
            for (int k = 0; k < 2; k++) {
                double expected = 0;
                for (int t = 2 * k; t < 2 * k + 2; t++) {
                    expected += weights[2 * t + s] * (window[t][s] - healthy[t][s]);
                }
                assertThat(attribution.values()[s][k]).isCloseTo(expected, within(1e-9));
                assertThat(attribution.errors()[s][k]).isCloseTo(0, within(1e-6));
                assertThat(surrogate.coefficients()[s][k]).isCloseTo(expected, within(1e-3));
            }
        }
        assertThat(surrogate.fidelity()).isCloseTo(1, within(1e-9));
        assertThat(surrogate.intercept()).isCloseTo(attribution.backgroundScore(), within(1e-3));
        assertThat(attribution.segments().stream().map(Attribution.Segment::label))
                .containsExactly("−3…−2", "−1…0");
    }

    @Test
    void aDetectorThatAttributesItsScoreIsHeard() {
        var detector = new TestingLinearDetector(1, 2, new float[] {2, -1});
        var explainer =
                plainExplainer(detector, new Background(List.<double[][]>of(new double[][] {{0, 0}}), "rest"), 1);

        WindowExplanation explanation = explainer.explain(new double[][] {{3, 1}}, null, 1);

        assertThat(explanation.own()).hasValueSatisfying(own -> {
            assertThat(own.byFeature()).containsExactly(6, -1);
            assertThat(own.total()).isEqualTo(explanation.attribution().score());
        });
    }

    /** Shapley values of √((x² + y²) / 2) with x, y of 3 and 1 against 0, by hand: both orders of two players. */
    @Test
    void ofTwoPlayersOnePairIsExact() {
        var detector = new KMeansWindowsDetector(1, 2, new float[2]);
        var explainer =
                plainExplainer(detector, new Background(List.<double[][]>of(new double[][] {{0, 0}}), "rest"), 1);

        Attribution attribution = explainer.attribute(new double[][] {{3, 1}}, null);

        double both = Math.sqrt(5);
        double x = Math.sqrt(4.5);
        double y = Math.sqrt(0.5);
        assertThat(attribution.sensorValues()[0]).isCloseTo((x + both - y) / 2, within(1e-7));
        assertThat(attribution.sensorValues()[1]).isCloseTo((y + both - x) / 2, within(1e-7));
        assertThat(attribution.sensorErrors()).containsExactly(new double[2], within(1e-6));
    }

    @Test
    void findsTheSmallestChangeOfOneSensor() {
        // the distance of (x, y) from 0 is normal up to 2: x must fall from 3 to √3, y alone cannot help
        var detector = new KMeansWindowsDetector(1, 2, new float[2]);
        var explainer =
                plainExplainer(detector, new Background(List.<double[][]>of(new double[][] {{0, 0}}), "rest"), 1);

        WindowExplanation explanation = explainer.explain(new double[][] {{3, 1}}, null, Math.sqrt(2));

        Counterfactual x = explanation.counterfactuals().get(0);
        assertThat(x.sensor()).isEqualTo("x");
        assertThat(x.normal()).isTrue();
        assertThat(x.toward()).isEqualTo(Counterfactual.Course.EXPECTED);
        assertThat(x.share()).isCloseTo(1 - Math.sqrt(3) / 3, within(1e-4));
        assertThat(x.to()).isCloseTo(Math.sqrt(3), within(1e-3));
        assertThat(x.score()).isLessThanOrEqualTo(Math.sqrt(2));
        assertThat(explanation.counterfactuals().get(1).normal()).isFalse();
        assertThat(explanation.counterfactualSentence())
                .isEqualTo(
                        "The window would have been normal had x alone gone 42 % of the way to its expected course (at"
                                + " most from 3.000 to 1.732, in the newest row).");
    }

    @Test
    void saysSoWhenNoSensorAloneWouldHaveHelped() {
        var detector = new KMeansWindowsDetector(1, 2, new float[2]);
        var explainer =
                plainExplainer(detector, new Background(List.<double[][]>of(new double[][] {{0, 0}}), "rest"), 1);

        WindowExplanation explanation = explainer.explain(new double[][] {{3, 1}}, null, 0.5);

        assertThat(explanation.counterfactuals()).noneMatch(Counterfactual::normal);
        assertThat(explanation.counterfactualSentence())
                .startsWith(
                        "None of the single sensors would have kept the window normal; nearest comes x, 100 % of the"
                                + " way to its expected course (at most from 3.000 to 0.000")
                .endsWith("which leaves 1.41 times the threshold.");
        assertThat(explainer.explain(new double[][] {{3, 1}}, null, 5).counterfactualSentence())
                .isEqualTo("The window is normal as it is.");
    }

    @Test
    void refusesWhatIsNoWindowOfTheModel() {
        Kinds.Kind kind = Kinds.all()
                .filter(one -> one.title().contains("deviations"))
                .findFirst()
                .orElseThrow();
        WindowExplainer explainer = explainer(kind);

        assertThatThrownBy(() -> explainer.attribute(Kinds.faulty(9), null))
                .hasMessage(
                        "a window of window-pca takes 13 rows (10 steps and 3 before them), found 9: give it a later"
                                + " moment, or more rows before it");
        assertThatThrownBy(() -> explainer.attribute(new double[13][4], null))
                .hasMessageContaining("a row of this model has 5 sensors [a, b, c, d, valve], found 4");
    }

    @Test
    void aBackgroundSaysWhereItComesFrom() {
        Preprocessing preprocessing = Kinds.preprocessing(FeatureSpec.VALUES, false);

        Background ofScaler = Background.ofScaler(preprocessing, 3);
        assertThat(ofScaler.origin()).contains("no healthy rows were given").contains("means");
        assertThat(ofScaler.windows()).hasSize(1);
        assertThat(ofScaler.windows().get(0)[2][1])
                .isEqualTo(preprocessing.scaler().offset(1));
        assertThat(Background.sample(List.of(Kinds.HEALTHY, Kinds.HEALTHY), 100, 4, "two files"))
                .satisfies(sampled ->
                        assertThat(sampled.origin()).isEqualTo("4 of the 602 windows of two files, evenly spaced"))
                .satisfies(sampled -> assertThat(sampled.windows().get(0)).hasDimensions(100, 5));
        assertThatThrownBy(() -> Background.sample(List.<double[][]>of(new double[5][1]), 6, 4, "a file"))
                .hasMessage(
                        "a background takes healthy windows of 6 rows, found none in a file: give it more rows, or none"
                                + " at all");
    }
}
