package io.millrace.detection.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the features of a {@link FeaturePlan}. Immutable, shared. A vector depends on its own window alone, so the stream's is the batch's and
 * no later row can be in it.
 *
 * <p>Per sensor: its newest value, then per lag the earlier value and the difference to it, then per span mean, standard deviation
 * (population), least value, most value, and the newest value as a ratio to the mean (missing where the mean is 0). Then per state one 0 or 1 for
 * each known code, and the rows since it last changed, at most {@code steps} − 1. NaN, a value that is missing, makes missing what rests on it alone: a lag, a difference;
 * statistics are of the values that are there.
 */
public final class EngineeredFeatures {

    private static final int PER_LAG = 2;
    private static final int PER_SPAN = 5;

    private final FeaturePlan plan;
    private final int[] lags;
    private final int[] spans;
    private final int perSensor;
    private final List<Feature> features;

    /**
     * One of them.
     *
     * @param name for people, such as {@code temperature.mean30}
     * @param column column of the window that it is made of
     * @param firstBack rows before the newest where it begins to look
     * @param lastBack rows before the newest where it ends, ≤ firstBack
     */
    public record Feature(String name, int column, int firstBack, int lastBack) {}

    public EngineeredFeatures(FeaturePlan plan) {
        this.plan = plan;
        this.lags = plan.lags();
        this.spans = plan.spans();
        this.perSensor = 1 + PER_LAG * lags.length + PER_SPAN * spans.length;
        this.features = List.copyOf(describe());
    }

    private List<Feature> describe() {
        var all = new ArrayList<Feature>();
        for (int c = 0; c < plan.sensors(); c++) {
            all.add(new Feature("value", c, 0, 0));
            for (int lag : lags) {
                all.add(new Feature("lag" + lag, c, lag, lag));
                all.add(new Feature("difference" + lag, c, lag, 0));
            }
            for (int span : spans) {
                for (String statistic : List.of("mean", "deviation", "min", "max", "ratio")) {
                    all.add(new Feature(statistic + span, c, span - 1, 0));
                }
            }
        }
        for (int s = 0; s < plan.states(); s++) {
            int column = plan.sensors() + s;
            for (float code : plan.stateCodes().get(s)) {
                all.add(new Feature(
                        "is" + (code == Math.rint(code) ? Long.toString((long) code) : code), column, 0, 0));
            }
            all.add(new Feature("rowsInState", column, plan.steps() - 1, 0));
        }
        return all;
    }

    public FeaturePlan plan() {
        return plan;
    }

    /** Length of a vector. */
    public int size() {
        return features.size();
    }

    /** Feature {@code f} of the vector; its name lacks the sensor's. */
    public Feature feature(int f) {
        return features.get(f);
    }

    /**
     * @param rows holds the window, [steps × width], row-major, from {@code at} on
     * @param width columns of a row, sensors and states at least
     * @param out receives [size]
     */
    public void compute(float[] rows, int at, int width, double[] out) {
        int newest = at + (plan.steps() - 1) * width;
        for (int c = 0; c < plan.sensors(); c++) {
            sensor(rows, newest + c, width, out, c * perSensor);
        }
        int f = plan.sensors() * perSensor;
        for (int s = 0; s < plan.states(); s++) {
            int cell = newest + plan.sensors() + s;
            for (float code : plan.stateCodes().get(s)) {
                out[f++] = rows[cell] == code ? 1 : 0;
            }
            out[f++] = rowsInState(rows, cell, width);
        }
    }

    /** @param cell index of the sensor's newest value */
    private void sensor(float[] rows, int cell, int width, double[] out, int first) {
        int f = first;
        double value = rows[cell];
        out[f++] = value;
        for (int lag : lags) {
            double earlier = rows[cell - lag * width];
            out[f++] = earlier;
            out[f++] = value - earlier;
        }
        for (int span : spans) {
            statistics(rows, cell, width, span, out, f);
            f += PER_SPAN;
        }
    }

    private static void statistics(float[] rows, int cell, int width, int span, double[] out, int f) {
        int count = 0;
        double sum = 0;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int back = 0; back < span; back++) {
            double value = rows[cell - back * width];
            if (!Double.isNaN(value)) {
                count++;
                sum += value;
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        if (count == 0) {
            Arrays.fill(out, f, f + PER_SPAN, Double.NaN);
            return;
        }
        double mean = sum / count;
        double squares = 0;
        for (int back = 0; back < span; back++) {
            double value = rows[cell - back * width];
            if (!Double.isNaN(value)) {
                squares += (value - mean) * (value - mean);
            }
        }
        out[f] = mean;
        out[f + 1] = Math.sqrt(squares / count);
        out[f + 2] = least;
        out[f + 3] = most;
        out[f + 4] = mean == 0 ? Double.NaN : rows[cell] / mean;
    }

    private int rowsInState(float[] rows, int cell, int width) {
        int back = 0;
        while (back < plan.steps() - 1 && rows[cell - (back + 1) * width] == rows[cell]) {
            back++;
        }
        return back;
    }
}
