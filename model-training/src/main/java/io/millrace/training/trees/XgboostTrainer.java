package io.millrace.training.trees;

import io.millrace.detection.tree.TreeEnsemble;
import java.util.HashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** XGBoost's histogram trees. One thread: OpenMP threads of several libraries spin against each other. */
final class XgboostTrainer implements TreeTrainer {

    @Override
    public TreeEnsemble train(LabelledRows rows, Goal goal, TreeOptions options) {
        return XgboostModel.read(trainModel(rows, goal, options));
    }

    /** The model as the library writes it, in JSON. */
    byte[] trainModel(LabelledRows rows, Goal goal, TreeOptions options) {
        DMatrix matrix = null;
        Booster booster = null;
        try {
            matrix = new DMatrix(rows.flatFloats(), rows.count(), rows.features(), Float.NaN);
            matrix.setLabel(LabelledRows.floats(rows.labels()));
            matrix.setWeight(LabelledRows.floats(rows.weights()));
            booster = XGBoost.train(matrix, parameters(goal, options), options.trees(), Map.of(), null, null);
            return booster.toByteArray("json");
        } catch (XGBoostError e) {
            throw new TreeTrainingException("XGBoost", e);
        } finally {
            if (booster != null) {
                booster.dispose();
            }
            if (matrix != null) {
                matrix.dispose();
            }
        }
    }

    private static Map<String, Object> parameters(Goal goal, TreeOptions options) {
        var parameters = new HashMap<String, Object>();
        switch (goal.kind()) {
            case VALUE -> parameters.put("objective", "reg:squarederror");
            case YES_OR_NO -> parameters.put("objective", "binary:logistic");
            case ONE_OF_SEVERAL -> {
                parameters.put("objective", "multi:softprob");
                parameters.put("num_class", goal.classes());
            }
        }
        parameters.put("eta", options.learningRate());
        parameters.put("max_depth", options.depth());
        parameters.put("tree_method", "hist");
        parameters.put("seed", (int) options.seed());
        parameters.put("nthread", 1);
        parameters.put("verbosity", 0);
        return parameters;
    }
}
