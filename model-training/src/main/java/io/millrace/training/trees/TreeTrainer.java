package io.millrace.training.trees;

import io.millrace.detection.tree.TreeEnsemble;
import io.millrace.detection.tree.TreeFamily;

/** A library that grows trees. The same rows and options give the same trees. */
public interface TreeTrainer {

    /** @param goal what the labels are */
    TreeEnsemble train(LabelledRows rows, Goal goal, TreeOptions options);

    /**
     * What is to be predicted.
     *
     * @param kind of label
     * @param classes of a multi-class goal, 2 or more; else 1
     */
    record Goal(Kind kind, int classes) {

        public static final Goal VALUE = new Goal(Kind.VALUE, 1);
        public static final Goal YES_OR_NO = new Goal(Kind.YES_OR_NO, 1);

        /** Kinds of labels. */
        public enum Kind {
            VALUE,
            YES_OR_NO,
            ONE_OF_SEVERAL
        }

        public Goal {
            if (kind == Kind.ONE_OF_SEVERAL ? classes < 2 : classes != 1) {
                throw new IllegalArgumentException("a goal of kind " + kind + " cannot have " + classes + " classes");
            }
        }

        public static Goal oneOf(int classes) {
            return new Goal(Kind.ONE_OF_SEVERAL, classes);
        }
    }

    /** CatBoost's asks for its library when it trains; see {@link CatboostLibrary}. */
    static TreeTrainer of(TreeFamily family) {
        return switch (family) {
            case XGBOOST -> new XgboostTrainer();
            case LIGHTGBM -> new LightgbmTrainer();
            case CATBOOST -> new CatboostTrainer();
        };
    }
}
