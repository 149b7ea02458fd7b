package io.millrace.training.recipe;

import io.millrace.training.tune.LabelledPolicy;

/** What a classifier's threshold is to reach on the labelled rows held back. */
enum LabelledThreshold {
    BEST_F1 {
        @Override
        LabelledPolicy policy(double target) {
            return new LabelledPolicy.BestF1();
        }
    },
    PRECISION {
        @Override
        LabelledPolicy policy(double target) {
            return new LabelledPolicy.PrecisionFloor(target);
        }
    },
    RECALL {
        @Override
        LabelledPolicy policy(double target) {
            return new LabelledPolicy.RecallFloor(target);
        }
    };

    static final KindOption OPTION = new KindOption(
            "threshold",
            "best-f1",
            "how the threshold is chosen on the labelled rows held back: best-f1, precision (the most recall at that precision)"
                    + " or recall (the most precision at that recall)");
    static final KindOption TARGET =
            new KindOption("target", "0.9", "the precision or recall to reach, 0.01 to 1; best-f1 does not ask");

    abstract LabelledPolicy policy(double target);

    static LabelledPolicy of(KindSettings settings) {
        return settings.choice("threshold", LabelledThreshold.class).policy(settings.real("target", 0.01, 1));
    }
}
