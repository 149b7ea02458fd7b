package io.millrace.console.plant;

import java.util.Arrays;

/**
 * What two minutes of event time held: each sensor's range, the highest score, and how error ratios were spread. Mutable, guarded by the
 * plant until it is copied.
 */
public final class HistoryBucket {

    public static final long WIDTH_MILLIS = 120_000;

    private final long startMillis;
    private int readings;
    private int scores;
    private int anomalous;
    private float maxRatio = Float.NaN;
    private float threshold = Float.NaN;
    private float[] lows = new float[0]; // [sensors], NaN where there was no value
    private float[] highs = new float[0];
    private int[] ratioCounts = new int[0]; // [ErrorBins.COUNT], empty without scores

    HistoryBucket(long startMillis) {
        this.startMillis = startMillis;
    }

    /** A bucket as the store held it; keeps the arrays. */
    public static HistoryBucket restore(
            long startMillis,
            int readings,
            int anomalous,
            float maxRatio,
            float threshold,
            float[] lows,
            float[] highs,
            int[] ratioCounts) {
        var bucket = new HistoryBucket(startMillis);
        bucket.readings = readings;
        bucket.scores = Arrays.stream(ratioCounts).sum();
        bucket.anomalous = anomalous;
        bucket.maxRatio = maxRatio;
        bucket.threshold = threshold;
        bucket.lows = lows;
        bucket.highs = highs;
        bucket.ratioCounts = ratioCounts;
        return bucket;
    }

    static long startOf(long timestamp) {
        return Math.floorDiv(timestamp, WIDTH_MILLIS) * WIDTH_MILLIS;
    }

    void reading(double[] row) {
        readings++;
        if (lows.length < row.length) {
            int known = lows.length;
            lows = Arrays.copyOf(lows, row.length);
            highs = Arrays.copyOf(highs, row.length);
            Arrays.fill(lows, known, row.length, Float.NaN);
            Arrays.fill(highs, known, row.length, Float.NaN);
        }
        for (int s = 0; s < row.length; s++) {
            float value = (float) row[s];
            if (!Float.isNaN(value)) {
                lows[s] = Float.isNaN(lows[s]) ? value : Math.min(lows[s], value);
                highs[s] = Float.isNaN(highs[s]) ? value : Math.max(highs[s], value);
            }
        }
    }

    void score(double ratio, double comparedWith) {
        if (ratioCounts.length == 0) {
            ratioCounts = new int[ErrorBins.COUNT];
        }
        scores++;
        ratioCounts[ErrorBins.of(ratio)]++;
        anomalous += ratio > 1 ? 1 : 0;
        maxRatio = Float.isNaN(maxRatio) ? (float) ratio : Math.max(maxRatio, (float) ratio);
        threshold = (float) comparedWith;
    }

    HistoryBucket copy() {
        HistoryBucket copy = restore(
                startMillis,
                readings,
                anomalous,
                maxRatio,
                threshold,
                lows.clone(),
                highs.clone(),
                ratioCounts.clone());
        copy.scores = scores;
        return copy;
    }

    public long startMillis() {
        return startMillis;
    }

    public int readings() {
        return readings;
    }

    public int scores() {
        return scores;
    }

    /** Scores above their threshold. */
    public int anomalous() {
        return anomalous;
    }

    /** Highest score divided by its threshold, NaN without scores. */
    public float maxRatio() {
        return maxRatio;
    }

    /** The newest threshold, NaN without scores. */
    public float threshold() {
        return threshold;
    }

    /** Lowest value per sensor, NaN where there was none; may be shorter than the machine's sensors. Not to be changed. */
    public float[] lows() {
        return lows;
    }

    /** Highest value per sensor, as {@link #lows()}. */
    public float[] highs() {
        return highs;
    }

    /** Scores by {@link ErrorBins}; empty without scores. Not to be changed. */
    public int[] ratioCounts() {
        return ratioCounts;
    }
}
