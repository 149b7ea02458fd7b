package io.millrace.detection.tree;

import java.util.Locale;

/**
 * Who trained the trees, and so how a split compares. The order is part of the binary form: append only.
 *
 * <p>References: T. Chen and C. Guestrin, "XGBoost: A Scalable Tree Boosting System", KDD 2016; G. Ke et al., "LightGBM: A Highly Efficient
 * Gradient Boosting Decision Tree", NeurIPS 2017; L. Prokhorenkova et al., "CatBoost: unbiased boosting with categorical features", NeurIPS
 * 2018.
 */
public enum TreeFamily {
    /** Floats throughout: left when x &lt; threshold; margins are summed as floats, too. */
    XGBOOST(true, true, true),

    /** Doubles throughout: left when x ≤ threshold. */
    LIGHTGBM(false, false, false),

    /** Oblivious trees with borders of floats: left when x ≤ border; values are doubles. */
    CATBOOST(true, false, false);

    private final boolean seesFloats;
    private final boolean strict;
    private final boolean sumsFloats;

    TreeFamily(boolean seesFloats, boolean strict, boolean sumsFloats) {
        this.seesFloats = seesFloats;
        this.strict = strict;
        this.sumsFloats = sumsFloats;
    }

    /** Whether features are rounded to floats before they are compared. */
    boolean seesFloats() {
        return seesFloats;
    }

    /** Whether a value that equals the threshold goes right. */
    boolean strict() {
        return strict;
    }

    /** Whether leaves are summed in float arithmetic, as the library does; else our sum would differ in the seventh digit. */
    boolean sumsFloats() {
        return sumsFloats;
    }

    /** As it stands on the command line and as the detector's name. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
