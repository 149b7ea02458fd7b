package io.millrace.detection.tree;

/** Where a split sends a feature without a value (NaN). The order is part of the binary form: append only. */
public enum Missing {
    LEFT,
    RIGHT,
    /** It is compared as 0, as LightGBM does where training has seen no missing value. */
    AS_ZERO,
    /** Zeros are missing values, too, and go left. */
    LEFT_WITH_ZERO,
    /** Zeros are missing values, too, and go right. */
    RIGHT_WITH_ZERO;

    private static final Missing[] ALL = values();
    private static final double ZERO = 1e-35f; // LightGBM's bound, a float there

    static Missing of(int ordinal) {
        if (ordinal < 0 || ordinal >= ALL.length) {
            throw new IllegalArgumentException("a split treats missing values in way " + ordinal
                    + ", this release knows " + ALL.length + " ways: upgrade Millrace");
        }
        return ALL[ordinal];
    }

    /** Whether {@code x} goes where missing values go. */
    boolean isMissing(double x) {
        return switch (this) {
            case LEFT, RIGHT -> Double.isNaN(x);
            case AS_ZERO -> false;
            case LEFT_WITH_ZERO, RIGHT_WITH_ZERO -> Double.isNaN(x) || Math.abs(x) <= ZERO;
        };
    }

    boolean goesLeft() {
        return this == LEFT || this == LEFT_WITH_ZERO;
    }
}
