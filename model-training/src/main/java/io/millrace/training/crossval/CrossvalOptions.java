package io.millrace.training.crossval;

import io.millrace.detection.tree.TreeFamily;
import io.millrace.training.trees.TreeOptions;
import java.util.List;

/**
 * How a table is cross-validated.
 *
 * @param families whose trees are grown
 * @param trees how they are grown
 * @param steps rows of a window that features look at, ≥ 1
 * @param parts folds, 2 to 20
 * @param balanced whether each class weighs the same in training
 * @param target of the threshold of yes-or-no tasks
 * @param network whether a small attention LSTM is trained beside the trees, where machines are set aside that ran on towards a failure
 */
public record CrossvalOptions(
        List<TreeFamily> families,
        TreeOptions trees,
        int steps,
        int parts,
        boolean balanced,
        ThresholdTarget target,
        boolean network) {

    /** Trees alone. */
    public CrossvalOptions(
            List<TreeFamily> families,
            TreeOptions trees,
            int steps,
            int parts,
            boolean balanced,
            ThresholdTarget target) {
        this(families, trees, steps, parts, balanced, target, false);
    }

    public CrossvalOptions {
        families = List.copyOf(families);
        if (families.isEmpty()) {
            throw new IllegalArgumentException("cross-validation expects at least one family of trees, found none");
        }
        if (steps < 1) {
            throw new IllegalArgumentException("steps: expected 1 or more, found " + steps);
        }
        if (parts < 2 || parts > 20) {
            throw new IllegalArgumentException("folds: expected 2 to 20, found " + parts);
        }
    }
}
