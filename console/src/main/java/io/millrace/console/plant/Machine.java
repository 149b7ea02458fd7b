package io.millrace.console.plant;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One machine. Mutable, guarded by the plant. */
final class Machine {

    /** Scores that are kept one by one, and rows that a page is given. */
    static final int FINE = RowLog.LEAST;

    /** A day. */
    static final int MOST_BUCKETS = 720;

    private static final long LEAST_SILENCE_MILLIS = 10_000;
    private static final int SILENT_PAUSES = 10;

    final String id;
    final SensorNames sensors = new SensorNames();
    final RowLog rows;
    final ScoreLog scores = new ScoreLog(FINE);
    final TreeMap<Long, HistoryBucket> history = new TreeMap<>();
    final Set<String> openAlerts = new LinkedHashSet<>();
    final Set<Long> unsaved = new TreeSet<>(); // starts of buckets changed since the last save
    final Set<Long> unsent = new TreeSet<>(); // starts of buckets changed since the last tick
    private long arrivedWallMillis;
    MachineState shown;
    boolean changed;

    Machine(String id, RowBudget budget) {
        this.id = id;
        this.rows = new RowLog(sensors, budget);
    }

    void reading(Reading reading, boolean counted, long wallMillis) {
        for (String sensor : reading.values().keySet()) {
            sensors.column(sensor);
        }
        var row = new double[sensors.size()];
        Arrays.fill(row, Double.NaN);
        for (Map.Entry<String, Double> value : reading.values().entrySet()) {
            int column = sensors.column(value.getKey());
            if (column >= 0) {
                row[column] = value.getValue();
            }
        }
        rows.add(reading.timestampMillis(), row);
        arrivedWallMillis = wallMillis;
        changed = true;
        if (counted) {
            HistoryBucket bucket = bucket(reading.timestampMillis());
            if (bucket != null) {
                bucket.reading(row);
            }
        }
    }

    void score(long timestamp, double score, double threshold, boolean counted) {
        if (scores.add(timestamp, score, threshold)) {
            changed = true;
            HistoryBucket bucket = counted ? bucket(timestamp) : null;
            if (bucket != null) {
                bucket.score(score / threshold, threshold);
            }
        }
    }

    /** The bucket of a time, null for one older than all that is kept. */
    private HistoryBucket bucket(long timestamp) {
        long start = HistoryBucket.startOf(timestamp);
        HistoryBucket bucket = history.get(start);
        if (bucket == null) {
            if (history.size() == MOST_BUCKETS) {
                if (start < history.firstKey()) {
                    return null;
                }
                history.pollFirstEntry();
            }
            bucket = new HistoryBucket(start);
            history.put(start, bucket);
        }
        unsaved.add(start);
        unsent.add(start);
        return bucket;
    }

    void restore(HistoryBucket bucket) {
        history.put(bucket.startMillis(), bucket);
        if (history.size() > MOST_BUCKETS) {
            history.pollFirstEntry();
        }
    }

    /** Newest event time, of readings in this run or of history from an earlier one. */
    long lastMillis() {
        return rows.newest() != Long.MIN_VALUE || history.isEmpty() ? rows.newest() : history.lastKey();
    }

    /**
     * Whether it has stopped sending. In a replay partitions run apart, so that others being ahead proves nothing as long as readings
     * still arrive.
     *
     * @param now the plant's time
     */
    boolean silent(long now, long wallMillis) {
        long interval = rows.intervalMillis();
        if (interval == 0) {
            return false;
        }
        return now - rows.newest() > Math.max(LEAST_SILENCE_MILLIS, SILENT_PAUSES * interval)
                && wallMillis - arrivedWallMillis > LEAST_SILENCE_MILLIS;
    }

    boolean scored() {
        return !scores.isEmpty()
                || !history.isEmpty() && history.lastEntry().getValue().scores() > 0;
    }
}
