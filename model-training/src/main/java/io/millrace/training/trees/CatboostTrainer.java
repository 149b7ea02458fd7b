package io.millrace.training.trees;

import io.millrace.detection.tree.TreeEnsemble;

/** CatBoost, where its library has been fetched. */
final class CatboostTrainer implements TreeTrainer {

    @Override
    public TreeEnsemble train(LabelledRows rows, Goal goal, TreeOptions options) {
        throw new IllegalStateException("not here yet");
    }
}
