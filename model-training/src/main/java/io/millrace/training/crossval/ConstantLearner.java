package io.millrace.training.crossval;

import io.millrace.training.trees.LabelledRows;
import io.millrace.training.trees.TreeTrainer.Goal;
import java.util.Arrays;

/** Says the same of every row: the shares of the classes, whose largest wins, or the mean. Weights are not looked at. */
record ConstantLearner() implements Learner {

    @Override
    public String name() {
        return "majority or mean";
    }

    @Override
    public boolean isBaseline() {
        return true;
    }

    @Override
    public Learned fit(LabelledRows rows, Goal goal) {
        double mean = Arrays.stream(rows.labels()).average().orElseThrow();
        var shares = new double[goal.classes()];
        if (goal.kind() == Goal.Kind.ONE_OF_SEVERAL) {
            for (double label : rows.labels()) {
                shares[(int) label] += 1.0 / rows.labels().length;
            }
        } else {
            shares[0] = mean;
        }
        return row -> shares;
    }
}
