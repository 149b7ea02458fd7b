package io.millrace.training.crossval;

import io.millrace.detection.tree.TreeEnsemble;
import io.millrace.detection.tree.TreeFamily;
import io.millrace.training.trees.LabelledRows;
import io.millrace.training.trees.TreeOptions;
import io.millrace.training.trees.TreeTrainer;
import io.millrace.training.trees.TreeTrainer.Goal;

/** Boosted trees, predicting with the scorer that the job has. */
record TreesLearner(TreeFamily family, TreeOptions options) implements Learner {

    @Override
    public String name() {
        return family.optionName();
    }

    @Override
    public boolean isBaseline() {
        return false;
    }

    @Override
    public Learned fit(LabelledRows rows, Goal goal) {
        TreeEnsemble trees = TreeTrainer.of(family).train(rows, goal, options);
        return row -> {
            var prediction = new double[trees.outputs()];
            trees.predict(row, prediction);
            return prediction;
        };
    }
}
