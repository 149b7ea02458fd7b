package io.millrace.training.trees;

import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMBooster.FeatureImportanceType;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import io.millrace.detection.tree.TreeEnsemble;
import java.util.Locale;

/**
 * LightGBM's leaf-wise trees. One thread, and deterministic. Predictions are never asked of the library: with several classes its Java binding
 * writes beyond its own memory.
 */
final class LightgbmTrainer implements TreeTrainer {

    @Override
    public TreeEnsemble train(LabelledRows rows, Goal goal, TreeOptions options) {
        return LightgbmModel.read(trainModel(rows, goal, options));
    }

    /** The model as the library writes it, in its text form. */
    String trainModel(LabelledRows rows, Goal goal, TreeOptions options) {
        LightgbmLibrary.load();
        String parameters = parameters(goal, options);
        try (LGBMDataset dataset =
                LGBMDataset.createFromMat(rows.flat(), rows.count(), rows.features(), true, parameters, null)) {
            dataset.setField("label", LabelledRows.floats(rows.labels()));
            dataset.setField("weight", LabelledRows.floats(rows.weights()));
            try (LGBMBooster booster = LGBMBooster.create(dataset, parameters)) {
                boolean finished = false;
                for (int round = 0; round < options.trees() && !finished; round++) {
                    finished = booster.updateOneIter(); // true when no tree can split any more
                }
                return booster.saveModelToString(0, 0, FeatureImportanceType.SPLIT);
            }
        } catch (LGBMException e) {
            throw new TreeTrainingException("LightGBM", e);
        }
    }

    private static String parameters(Goal goal, TreeOptions options) {
        String objective = switch (goal.kind()) {
            case VALUE -> "regression";
            case YES_OR_NO -> "binary";
            case ONE_OF_SEVERAL -> "multiclass num_class=" + goal.classes();
        };
        return String.format(
                Locale.ROOT,
                "objective=%s learning_rate=%s max_depth=%d num_leaves=%d min_data_in_leaf=%d seed=%d num_threads=1"
                        + " deterministic=true force_row_wise=true verbosity=-1",
                objective,
                options.learningRate(),
                options.depth(),
                Math.min(31, 1 << options.depth()),
                options.leastRows(),
                options.seed());
    }
}
