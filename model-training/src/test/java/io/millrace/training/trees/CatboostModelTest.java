package io.millrace.training.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.tree.TreeEnsemble;
import io.millrace.detection.tree.TreeShap;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Models in the exported form, small enough to be worked out by hand. */
class CatboostModelTest {

    /** Two questions; the first one is the lowest bit of the leaf's number. */
    private static final String TWO_QUESTIONS = """
            {"features_info": {"float_features": [
               {"feature_index": 0, "flat_feature_index": 0, "nan_value_treatment": "AsIs", "borders": [0.5]},
               {"feature_index": 1, "flat_feature_index": 1, "nan_value_treatment": "AsTrue", "borders": [10]}]},
             "model_info": {"params": {"loss_function": {"type": "LOSS"}}},
             "oblivious_trees": [{"leaf_values": [VALUES], "leaf_weights": [4, 3, 2, 1], "splits": [
               {"border": 0.5, "float_feature_index": 0, "split_type": "FloatFeature"},
               {"border": 10, "float_feature_index": 1, "split_type": "FloatFeature"}]}],
             "scale_and_bias": [2, [BIAS]]}
            """;

    private static TreeEnsemble read(String loss, String values, String bias) {
        return CatboostModel.read(TWO_QUESTIONS
                .replace("LOSS", loss)
                .replace("VALUES", values)
                .replace("BIAS", bias)
                .getBytes(StandardCharsets.UTF_8));
    }

    private static double margin(TreeEnsemble trees, double first, double second) {
        var margin = new double[1];
        trees.margins(new double[] {first, second}, margin);
        return margin[0];
    }

    @Test
    void answersAreTheBitsOfTheLeaf() {
        TreeEnsemble trees = read("RMSE", "1, 2, 4, 8", "100");

        assertThat(margin(trees, 0, 0)).isEqualTo(102);
        assertThat(margin(trees, 1, 0)).isEqualTo(104);
        assertThat(margin(trees, 0, 11)).isEqualTo(108);
        assertThat(margin(trees, 1, 11)).isEqualTo(116);
        assertThat(margin(trees, 0.5, 10)).isEqualTo(102); // a value at the border is not above it
        assertThat(margin(trees, Double.NaN, Double.NaN)).isEqualTo(108); // as it is: no; as true: yes
    }

    @Test
    void severalClassesAreATreeEach() {
        TreeEnsemble trees = read("MultiClass", "1, 0, 0,  2, 0, 0,  0, 3, 0,  0, 0, 4", "0, 0, 0");
        var margins = new double[3];

        trees.margins(new double[] {1, 11}, margins);

        assertThat(margins).containsExactly(0, 0, 8);
    }

    @Test
    void shapleyValuesUseTheLeavesWeights() {
        TreeEnsemble trees = read("Logloss", "1, 2, 4, 8", "0");
        var shap = new TreeShap(trees);
        var values = new double[2];

        shap.explain(new double[] {1, 11}, 0, values);

        assertThat(shap.expected(0)).isCloseTo(2 * (4 + 6 + 8 + 8) / 10.0, within(1e-6));
        assertThat(shap.expected(0) + Arrays.stream(values).sum()).isCloseTo(16, within(1e-6));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> read("RMSE", "1, 2, 4", "0"))
                .hasMessage(
                        "CatBoost model: tree 0 of 2 splits needs 4 leaves of 1 values, found 4 weights and 3 values");
        assertThatThrownBy(() -> read("QueryRMSE", "1, 2, 4, 8", "0")).hasMessageContaining("found QueryRMSE");
    }
}
