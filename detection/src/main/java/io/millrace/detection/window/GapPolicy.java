package io.millrace.detection.window;

/**
 * What happens when a machine pauses.
 *
 * <p>A pause longer than {@code restartAfterMillis} starts the window anew: the rows before it say nothing about the rows after it. In a
 * shorter one the missing steps are imputed, which needs the sampling interval.
 *
 * @param intervalMillis nominal time between readings; 0 when unknown, then nothing is imputed
 * @param restartAfterMillis longest pause that a window survives, > 0
 * @param imputation how missing steps are filled
 * @param fixedValue the value that {@link Imputation#FIXED} fills in, in physical units, the same for each sensor
 */
public record GapPolicy(long intervalMillis, long restartAfterMillis, Imputation imputation, double fixedValue) {

    public GapPolicy {
        if (intervalMillis < 0) {
            throw new IllegalArgumentException("sampling interval must be ≥ 0 ms, found " + intervalMillis);
        }
        if (restartAfterMillis <= 0) {
            throw new IllegalArgumentException(
                    "the longest pause of a window must be > 0 ms, found " + restartAfterMillis);
        }
        if (imputation == Imputation.FIXED && !Double.isFinite(fixedValue)) {
            throw new IllegalArgumentException("the fixed imputation value must be finite, found " + fixedValue);
        }
    }

    /** Whether the window starts anew at {@code next}, the reading after {@code previous}. */
    public boolean restarts(long previousMillis, long nextMillis) {
        return nextMillis - previousMillis > restartAfterMillis;
    }

    /** Number of steps to impute between two neighbouring readings of one window; 0 when none is missing. */
    public int missingSteps(long previousMillis, long nextMillis) {
        if (imputation == Imputation.NONE || intervalMillis == 0 || restarts(previousMillis, nextMillis)) {
            return 0;
        }
        long steps = Math.round((double) (nextMillis - previousMillis) / intervalMillis);
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, steps - 1));
    }

    /**
     * Fills step {@code i} of {@code missing} (1-based) between two readings.
     *
     * @param previous row before the gap, [sensors]
     * @param next row after the gap, [sensors]
     * @param out receives the imputed row, [sensors]
     */
    public void impute(double[] previous, double[] next, int i, int missing, double[] out) {
        double share = (double) i / (missing + 1);
        for (int j = 0; j < out.length; j++) {
            out[j] = switch (imputation) {
                case NONE -> throw new IllegalStateException("imputation is off");
                case PREVIOUS -> previous[j];
                case LINEAR -> previous[j] + share * (next[j] - previous[j]);
                case FIXED -> fixedValue;
            };
        }
    }
}
