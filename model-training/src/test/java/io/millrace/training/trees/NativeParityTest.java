package io.millrace.training.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.catboost.CatBoostModel;
import ai.catboost.CatBoostPredictions;
import io.millrace.detection.tree.TreeEnsemble;
import io.millrace.detection.tree.TreeShap;
import io.millrace.training.trees.TreeTrainer.Goal;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Our scorer against the library that trained the trees, on rows that it has not seen. */
class NativeParityTest {

    private static final int ROWS = 1_500;
    private static final int EXPLAINED = 25; // Shapley values cost thousands of predictions
    private static final double CLOSE = 1e-6;

    static Stream<Arguments> goals() {
        return Stream.of(Goal.YES_OR_NO, Goal.VALUE, Goal.oneOf(3))
                .flatMap(goal -> Stream.of(Arguments.of(goal, false), Arguments.of(goal, true)));
    }

    @ParameterizedTest
    @MethodSource("goals")
    void agreesWithXgboost(Goal goal, boolean missing) throws Exception {
        byte[] json = new XgboostTrainer().trainModel(NoisyRows.of(ROWS, goal, 1, missing), goal, TreeOptions.DEFAULT);
        TreeEnsemble trees = XgboostModel.read(json);
        double[][] unseen = NoisyRows.features(400, 2, missing);
        Booster booster = XGBoost.loadModel(new ByteArrayInputStream(json));
        var matrix = new DMatrix(flat(unseen), unseen.length, NoisyRows.FEATURES, Float.NaN);

        float[][] predicted = booster.predict(matrix);
        float[][] margins = booster.predict(matrix, true);
        float[][] contributions = booster.predictContrib(matrix, 0);

        var shap = new TreeShap(trees);
        var ours = new double[trees.outputs()];
        var values = new double[NoisyRows.FEATURES];
        assertThat(trees.outputs()).isEqualTo(goal.classes());
        for (int r = 0; r < unseen.length; r++) {
            trees.margins(unseen[r], ours);
            assertClose(ours, margins[r]);
            trees.predict(unseen[r], ours);
            assertClose(ours, predicted[r]);
            for (int k = 0; k < ours.length && r < EXPLAINED; k++) {
                shap.explain(unseen[r], k, values);
                for (int f = 0; f <= NoisyRows.FEATURES; f++) {
                    double mine = f < NoisyRows.FEATURES ? values[f] : shap.expected(k);
                    double theirs = contributions[r][k * (NoisyRows.FEATURES + 1) + f];
                    // theirs are sums of floats over paths, ours of doubles
                    assertThat(mine).isCloseTo(theirs, within(1e-4 * Math.max(1, Math.abs(theirs))));
                }
            }
        }
        matrix.dispose();
        booster.dispose();
    }

    @ParameterizedTest
    @MethodSource("goals")
    void agreesWithLightgbm(Goal goal, boolean missing) throws Exception {
        String text = new LightgbmTrainer().trainModel(NoisyRows.of(ROWS, goal, 1, missing), goal, TreeOptions.DEFAULT);
        TreeEnsemble trees = LightgbmModel.read(text);
        double[][] unseen = NoisyRows.features(400, 2, missing);
        var ours = new double[trees.outputs()];
        assertThat(trees.outputs()).isEqualTo(goal.classes());
        var shap = new TreeShap(trees);
        var values = new double[NoisyRows.FEATURES];
        try (var library = new NativeLightgbm(text, NoisyRows.FEATURES, goal.classes())) {
            for (int r = 0; r < unseen.length; r++) {
                trees.predict(unseen[r], ours);
                assertThat(ours).containsExactly(library.predict(unseen[r]), within(1e-9));
                double[] theirs = library.contributions(unseen[r]);
                for (int k = 0; k < ours.length && r < EXPLAINED; k++) {
                    shap.explain(unseen[r], k, values);
                    for (int f = 0; f < NoisyRows.FEATURES; f++) {
                        assertThat(values[f]).isCloseTo(theirs[k * (NoisyRows.FEATURES + 1) + f], within(CLOSE));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("goals")
    void agreesWithCatboost(Goal goal, boolean missing) throws Exception {
        assumeCatboost();
        byte[] json = new CatboostTrainer().trainModel(NoisyRows.of(ROWS, goal, 1, missing), goal, TreeOptions.DEFAULT);
        TreeEnsemble trees = CatboostModel.read(json);
        assertThat(trees.outputs()).isEqualTo(goal.classes());
        var ours = new double[trees.outputs()];
        try (CatBoostModel library = CatBoostModel.loadModel(new ByteArrayInputStream(json), "json")) {
            for (double[] row : NoisyRows.features(400, 2, missing)) {
                trees.margins(row, ours);
                CatBoostPredictions theirs = library.predict(LabelledRows.floats(row), (String[]) null);
                for (int k = 0; k < ours.length; k++) {
                    assertThat(ours[k]).isCloseTo(theirs.get(0, k), within(CLOSE));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("goals")
    void shapleyValuesSumToTheMarginOfRealTrees(Goal goal, boolean missing) {
        LabelledRows rows = NoisyRows.of(ROWS, goal, 1, missing);
        double[][] unseen = NoisyRows.features(EXPLAINED, 2, missing);
        for (TreeTrainer trainer : trainers()) {
            TreeEnsemble trees = trainer.train(rows, goal, TreeOptions.DEFAULT);
            var shap = new TreeShap(trees);
            var margins = new double[trees.outputs()];
            var values = new double[NoisyRows.FEATURES];
            for (double[] row : unseen) {
                trees.margins(row, margins);
                for (int k = 0; k < margins.length; k++) {
                    shap.explain(row, k, values);
                    double sum = shap.expected(k) + Arrays.stream(values).sum();
                    assertThat(sum).isCloseTo(margins[k], within(CLOSE));
                }
            }
        }
    }

    @Test
    void theSameRowsGiveTheSameTrees() {
        LabelledRows rows = NoisyRows.of(500, Goal.YES_OR_NO, 1, true);
        for (TreeTrainer trainer : trainers()) {
            byte[] first = trainer.train(rows, Goal.YES_OR_NO, TreeOptions.DEFAULT.withTrees(20))
                    .toBytes();
            byte[] second = trainer.train(rows, Goal.YES_OR_NO, TreeOptions.DEFAULT.withTrees(20))
                    .toBytes();
            assertThat(first).isEqualTo(second);
        }
    }

    private static void assumeCatboost() {
        assumeThat(CatboostLibrary.isPresent())
                .as("CatBoost's trainer is fetched apart, and is not here")
                .isTrue();
    }

    private static List<TreeTrainer> trainers() {
        Stream<TreeTrainer> ours = Stream.of(new XgboostTrainer(), new LightgbmTrainer());
        Stream<TreeTrainer> fetched = CatboostLibrary.isPresent() ? Stream.of(new CatboostTrainer()) : Stream.empty();
        return Stream.concat(ours, fetched).toList();
    }

    private static void assertClose(double[] ours, float[] theirs) {
        for (int k = 0; k < ours.length; k++) {
            assertThat(ours[k]).isCloseTo(theirs[k], within(CLOSE * Math.max(1, Math.abs(theirs[k]))));
        }
    }

    private static float[] flat(double[][] rows) {
        var flat = new float[rows.length * NoisyRows.FEATURES];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) rows[i / NoisyRows.FEATURES][i % NoisyRows.FEATURES];
        }
        return flat;
    }
}
