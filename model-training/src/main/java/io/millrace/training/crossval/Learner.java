package io.millrace.training.crossval;

import io.millrace.training.trees.LabelledRows;
import io.millrace.training.trees.TreeTrainer.Goal;

/** Something that learns from labelled rows. */
interface Learner {

    /** For people. */
    String name();

    /** Whether it is there to be beaten. */
    boolean isBaseline();

    Learned fit(LabelledRows rows, Goal goal);

    /** What was learned. */
    @FunctionalInterface
    interface Learned {

        /** The value, the probability of yes, or one probability per class. */
        double[] predict(double[] row);
    }
}
