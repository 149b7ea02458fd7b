package io.millrace.detection.feature;

import java.util.Arrays;
import java.util.List;

/**
 * What is made of a window. All of it looks back from the window's newest row, never beyond its first one.
 *
 * <p>There is no time since the machine's first start: a window does not hold it, and a count kept beside the window would begin anew with every
 * model. What a window does hold is the time since its newest start, the rows since a state last changed. A machine whose age matters sends it as a sensor, such as running hours
 * or cycles.
 *
 * @param steps rows of the window, ≥ 1
 * @param sensors leading columns that are measured quantities, ≥ 1
 * @param stateCodes known values of each state column behind them, [states][codes]; each becomes a column of 0 and 1
 * @param lags rows to look back for earlier values and differences, each 1 to {@code steps} − 1, rising
 * @param spans newest rows that means, deviations, least and most values and ratios are of, each 2 to {@code steps}, rising
 */
public record FeaturePlan(int steps, int sensors, List<float[]> stateCodes, int[] lags, int[] spans) {

    public FeaturePlan {
        if (steps < 1 || sensors < 1) {
            throw new IllegalArgumentException(
                    "features need at least one step and one sensor, found " + steps + " and " + sensors);
        }
        requireRising("lags", lags, 1, steps - 1);
        requireRising("spans", spans, 2, steps);
        stateCodes = stateCodes.stream().map(float[]::clone).toList();
        lags = lags.clone();
        spans = spans.clone();
    }

    /** What a window of so many rows offers: the row before, half of it and all of it. */
    public static FeaturePlan of(int steps, int sensors, List<float[]> stateCodes) {
        int[] lags = Arrays.stream(new int[] {1, steps / 2, steps - 1})
                .filter(lag -> lag >= 1 && lag < steps)
                .distinct()
                .sorted()
                .toArray();
        int[] spans = Arrays.stream(new int[] {(steps + 1) / 2, steps})
                .filter(span -> span >= 2)
                .distinct()
                .sorted()
                .toArray();
        return new FeaturePlan(steps, sensors, stateCodes, lags, spans);
    }

    private static void requireRising(String what, int[] values, int least, int most) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] < (i == 0 ? least : values[i - 1] + 1) || values[i] > most) {
                throw new IllegalArgumentException(what + " must rise from " + least + " to at most " + most
                        + ", found " + Arrays.toString(values));
            }
        }
    }

    /** A copy. */
    @Override
    public int[] lags() {
        return lags.clone();
    }

    /** A copy. */
    @Override
    public int[] spans() {
        return spans.clone();
    }

    /** State columns. */
    public int states() {
        return stateCodes.size();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FeaturePlan that
                && steps == that.steps
                && sensors == that.sensors
                && Arrays.deepEquals(stateCodes.toArray(), that.stateCodes.toArray())
                && Arrays.equals(lags, that.lags)
                && Arrays.equals(spans, that.spans);
    }

    @Override
    public int hashCode() {
        return 31 * steps + sensors;
    }

    /** Names every setting: it stands in provenance. */
    @Override
    public String toString() {
        return "FeaturePlan[steps=" + steps + ", sensors=" + sensors + ", stateCodes="
                + Arrays.deepToString(stateCodes.toArray()) + ", lags=" + Arrays.toString(lags) + ", spans="
                + Arrays.toString(spans) + "]";
    }
}
