package io.millrace.training.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.catboost.CatBoostModel;
import ai.catboost.CatBoostPredictions;
import io.millrace.detection.tree.TreeEnsemble;
import io.millrace.detection.tree.TreeShap;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our scorer against CatBoost's own library, on models that CatBoost trained; see the README beside them. */
class CatboostParityTest {

    private static final int FEATURES = 5;
    private static final double CLOSE = 1e-6;

    @ParameterizedTest
    @CsvSource({"binary, 1", "several, 3", "value, 1"})
    void agreesWithCatboostWhereValuesAreMissingToo(String name, int outputs) throws Exception {
        byte[] json = resource(name);
        TreeEnsemble trees = TreeEnsemble.of(CatboostModel.read(json).toBytes());
        assertThat(trees.outputs()).isEqualTo(outputs);
        var random = new Random(11);
        var margins = new double[outputs];
        var values = new double[FEATURES];
        var shap = new TreeShap(trees);
        var distinct = new HashSet<Double>();
        try (CatBoostModel library = CatBoostModel.loadModel(new ByteArrayInputStream(json), "json")) {
            for (int r = 0; r < 1_000; r++) {
                var floats = new float[FEATURES];
                var doubles = new double[FEATURES];
                for (int f = 0; f < FEATURES; f++) {
                    // of every feature, those that training has never seen missing too
                    floats[f] = random.nextInt(6) == 0 ? Float.NaN : (float) (1.5 * random.nextGaussian());
                    doubles[f] = floats[f];
                }
                CatBoostPredictions theirs = library.predict(floats, (String[]) null);
                trees.margins(doubles, margins);
                for (int k = 0; k < outputs; k++) {
                    assertThat(margins[k]).isCloseTo(theirs.get(0, k), within(CLOSE));
                    distinct.add(margins[k]);
                    if (r < 50) {
                        shap.explain(doubles, k, values);
                        assertThat(shap.expected(k) + Arrays.stream(values).sum())
                                .isCloseTo(theirs.get(0, k), within(CLOSE));
                    }
                }
            }
        }
        assertThat(distinct).hasSizeGreaterThan(500);
    }

    private static byte[] resource(String name) throws Exception {
        try (InputStream in = CatboostParityTest.class.getResourceAsStream("catboost/" + name + ".json")) {
            return in.readAllBytes();
        }
    }
}
