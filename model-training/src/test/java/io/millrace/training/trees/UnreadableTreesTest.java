package io.millrace.training.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.tree.TreeEnsemble;
import io.millrace.training.trees.TreeTrainer.Goal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Models that are damaged, of another kind, or use what is not served. */
class UnreadableTreesTest {

    private static final LabelledRows ROWS = NoisyRows.of(300, Goal.YES_OR_NO, 1, false);
    private static final TreeOptions FEW = TreeOptions.DEFAULT.withTrees(5);
    private static final String XGBOOST =
            new String(new XgboostTrainer().trainModel(ROWS, Goal.YES_OR_NO, FEW), StandardCharsets.UTF_8);
    private static final String LIGHTGBM = new LightgbmTrainer().trainModel(ROWS, Goal.YES_OR_NO, FEW);

    private static TreeEnsemble xgboost(String json) {
        return XgboostModel.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static TreeEnsemble catboost(String json) {
        return CatboostModel.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void eachLibraryRefusesTheOthersModels() {
        assertThatThrownBy(() -> xgboost(LIGHTGBM)).hasMessageContaining("no XGBoost model: expected JSON");
        assertThatThrownBy(() -> xgboost("{\"oblivious_trees\":[]}"))
                .hasMessage("no XGBoost model: expected a field 'learner', found [oblivious_trees]");
        assertThatThrownBy(() -> LightgbmModel.read(XGBOOST))
                .hasMessageContaining("no LightGBM model: expected text that begins with 'tree', found '{");
        assertThatThrownBy(() -> catboost(XGBOOST))
                .hasMessage("no CatBoost model: expected a field 'oblivious_trees', found none");
        assertThatThrownBy(() -> catboost("")).isInstanceOf(UnreadableTreesException.class);
    }

    @Test
    void whatIsNotServedIsRefusedByName() {
        assertThatThrownBy(() -> xgboost(XGBOOST.replace("\"gbtree\"", "\"dart\"")))
                .hasMessageContaining("expected a booster of kind gbtree, found dart");
        assertThatThrownBy(() -> xgboost(XGBOOST.replace("binary:logistic", "rank:ndcg")))
                .hasMessageContaining("found rank:ndcg");
        assertThatThrownBy(() -> LightgbmModel.read(LIGHTGBM.replace("sigmoid:1", "sigmoid:2")))
                .hasMessageContaining("expected sigmoid 1, found binary sigmoid:2");
        assertThatThrownBy(() -> LightgbmModel.read(LIGHTGBM.replace("objective=binary", "objective=lambdarank")))
                .hasMessageContaining("found 'lambdarank");
        assertThatThrownBy(() -> LightgbmModel.read(LIGHTGBM.replaceFirst("num_cat=0", "num_cat=1")))
                .hasMessageContaining("tree 0 splits on categories");
        assertThatThrownBy(() -> LightgbmModel.read(LIGHTGBM.replaceFirst("is_linear=0", "is_linear=1")))
                .hasMessageContaining("tree 0 has linear leaves");
    }

    @Test
    void damagedModelsAreRefused() {
        assertThatThrownBy(() -> xgboost(XGBOOST.substring(0, XGBOOST.length() / 2)))
                .isInstanceOf(UnreadableTreesException.class);
        assertThatThrownBy(() -> LightgbmModel.read(LIGHTGBM.substring(0, LIGHTGBM.indexOf("end of trees"))))
                .hasMessageContaining("the file breaks off");
        assertThatThrownBy(() -> LightgbmModel.read(LIGHTGBM.replaceFirst("leaf_value=\\S+ ", "leaf_value=")))
                .hasMessageContaining("numbers in leaf_value");
        assertThatThrownBy(() -> LightgbmModel.read(LIGHTGBM.replaceFirst("left_child=\\S+ ", "left_child=0 ")))
                .hasMessageContaining("is no tree");
        assertThatThrownBy(() -> LightgbmModel.read(LIGHTGBM.replaceFirst("threshold=\\S+ ", "threshold=nan ")))
                .isInstanceOf(UnreadableTreesException.class);
        assertThatThrownBy(() -> LightgbmModel.read(LIGHTGBM.replaceFirst("leaf_value=\\S+ ", "leaf_value=NaN ")))
                .hasMessageContaining("finite values, found NaN");
    }

    @Test
    void labelsAndWeightsAreChecked() {
        assertThatThrownBy(() -> new LabelledRows(new double[0][], new double[0], new double[0]))
                .hasMessage("trees need rows with features to learn from, found none");
        assertThatThrownBy(() -> new LabelledRows(new double[][] {{1}}, new double[] {Double.NaN}, new double[] {1}))
                .hasMessage("row 0 expects a finite label and a weight above 0, found NaN and 1.0");
        assertThat(ROWS.features()).isEqualTo(NoisyRows.FEATURES);
    }
}
