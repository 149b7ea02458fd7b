package io.millrace.console.plant;

import java.util.Arrays;

/** The last window scores of one machine. Mutable, one per machine, guarded by the plant. */
final class ScoreLog {

    private final int capacity;
    private long[] timestamps = new long[16]; // [capacity]
    private double[] scores = new double[16];
    private double[] thresholds = new double[16];
    private int count;

    ScoreLog(int capacity) {
        this.capacity = capacity;
    }

    /** Takes a score in; one that is not newer than all before was delivered again and changes nothing. */
    boolean add(long timestamp, double score, double threshold) {
        if (count > 0 && timestamp <= timestamps[count - 1]) {
            return false;
        }
        if (count == capacity) {
            int kept = capacity - capacity / 4;
            System.arraycopy(timestamps, count - kept, timestamps, 0, kept);
            System.arraycopy(scores, count - kept, scores, 0, kept);
            System.arraycopy(thresholds, count - kept, thresholds, 0, kept);
            count = kept;
        } else if (count == timestamps.length) {
            int larger = Math.min(capacity, 2 * count);
            timestamps = Arrays.copyOf(timestamps, larger);
            scores = Arrays.copyOf(scores, larger);
            thresholds = Arrays.copyOf(thresholds, larger);
        }
        timestamps[count] = timestamp;
        scores[count] = score;
        thresholds[count++] = threshold;
        return true;
    }

    boolean isEmpty() {
        return count == 0;
    }

    long newest() {
        return count == 0 ? Long.MIN_VALUE : timestamps[count - 1];
    }

    /** Newest score divided by its threshold, NaN before the first. */
    double newestRatio() {
        return count == 0 ? Double.NaN : scores[count - 1] / thresholds[count - 1];
    }

    Scores copy() {
        return new Scores(
                Arrays.copyOf(timestamps, count), Arrays.copyOf(scores, count), Arrays.copyOf(thresholds, count));
    }
}
