package io.millrace.detection.detector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Feature rows of normal operation, one matrix per series; no window spans two series. Holds the caller's arrays, which nobody may
 * change afterwards.
 *
 * @param series matrices, [rows × features] each, row-major
 * @param features features per row
 */
public record TrainingRows(List<float[]> series, int features) {

    public TrainingRows {
        series = List.copyOf(series);
        if (features < 1) {
            throw new IllegalArgumentException("training rows need at least one feature, found " + features);
        }
        for (float[] matrix : series) {
            if (matrix.length % features != 0) {
                throw new IllegalArgumentException(
                        "a matrix of " + matrix.length + " values is not made of rows of " + features + " features");
            }
        }
    }

    public static TrainingRows of(float[] series, int features) {
        return new TrainingRows(List.of(series), features);
    }

    /** Rows of series {@code s}. */
    public int rows(int s) {
        return series.get(s).length / features;
    }

    /** Windows of this length, all series together. */
    public long windows(int steps) {
        long windows = 0;
        for (int s = 0; s < series.size(); s++) {
            windows += Math.max(0, rows(s) - steps + 1);
        }
        return windows;
    }

    /** The first rows of every series: this share of them, rounded down. */
    public TrainingRows head(double share) {
        var heads = new ArrayList<float[]>();
        for (int s = 0; s < series.size(); s++) {
            heads.add(Arrays.copyOf(series.get(s), (int) (share * rows(s)) * features));
        }
        return new TrainingRows(heads, features);
    }

    /** The rows behind {@link #head}, with {@code lead} rows before them that a first window looks back on. */
    public TrainingRows tail(double headShare, int lead) {
        var tails = new ArrayList<float[]>();
        for (int s = 0; s < series.size(); s++) {
            int from = Math.max(0, (int) (headShare * rows(s)) - lead);
            tails.add(Arrays.copyOfRange(series.get(s), from * features, series.get(s).length));
        }
        return new TrainingRows(tails, features);
    }

    /** The leading features of every row. */
    public TrainingRows leading(int count) {
        if (count == features) {
            return this;
        }
        var narrow = new ArrayList<float[]>();
        for (int s = 0; s < series.size(); s++) {
            var out = new float[rows(s) * count];
            for (int r = 0; r < rows(s); r++) {
                System.arraycopy(series.get(s), r * features, out, r * count, count);
            }
            narrow.add(out);
        }
        return new TrainingRows(narrow, count);
    }

    /**
     * Evenly spaced windows, all series together, the first one included.
     *
     * @param most windows at most, ≥ 1
     * @return windows of {@code steps × features} values
     */
    public List<float[]> sample(int steps, int most) {
        long possible = windows(steps);
        if (possible == 0) {
            throw new IllegalArgumentException("no training series is as long as a window of " + steps
                    + " rows: give it more rows, or use shorter windows");
        }
        var sample = new ArrayList<float[]>();
        long taken = Math.min(possible, most);
        long before = 0; // windows of the series before
        long next = 0; // number of the next window to take
        for (int s = 0; s < series.size(); s++) {
            long here = Math.max(0, rows(s) - steps + 1);
            while (sample.size() < taken && next < before + here) {
                int from = (int) (next - before) * features;
                sample.add(Arrays.copyOfRange(series.get(s), from, from + steps * features));
                next = sample.size() * possible / taken;
            }
            before += here;
        }
        return sample;
    }
}
