package io.millrace.job.operator;

import io.millrace.detection.scale.Preprocessing;
import io.millrace.job.state.MachineState;
import io.millrace.schemas.DataQuality;
import java.util.Arrays;

/**
 * Neighbouring windows of one machine that wait to be scored, sharing their rows: the feature rows of the first window, then one more row
 * for each further window. Or, without windows, a mark that must not overtake the windows before it. Mutable, reused.
 */
final class Segment {

    private static final DataQuality[] QUALITIES = DataQuality.values();

    private String machineId;
    private MachineState state;
    private ServingModel model; // null for a mark
    private ScoredWindow mark; // null for windows
    private float[] rows = new float[0]; // [count × features], row-major
    private int count;
    private long[] timestamps = new long[4]; // [windows]
    private byte[] qualities = new byte[4]; // [windows], ordinals
    private int windows;
    private int firstScore; // of its windows in a shadow's bundle
    private Segment shadow; // the same windows as a shadow sees them, null without one
    private boolean shadowEnded; // it has fewer of them

    Segment of(String machineId, MachineState state, ServingModel model, ScoredWindow mark) {
        this.machineId = machineId;
        this.state = state;
        this.model = model;
        this.mark = mark;
        this.count = 0;
        this.windows = 0;
        this.shadow = null;
        this.shadowEnded = false;
        return this;
    }

    /**
     * Begins with a whole window.
     *
     * @param raw [steps + lookback rows × sensors], the machine's last rows
     * @return whether the window holds all values that the model needs
     */
    boolean begin(double[] raw, int rawRows, Preprocessing preprocessing, long timestamp, DataQuality quality) {
        int features = preprocessing.features();
        int steps = rawRows - preprocessing.lookbackRows();
        ensureRows(steps * features);
        preprocessing.transform(raw, rawRows, rows, 0);
        if (!complete(0, steps * features)) {
            return false;
        }
        count = steps;
        addWindow(timestamp, quality);
        return true;
    }

    /**
     * Goes on with one more row.
     *
     * @param raw [1 + lookback rows × sensors], the machine's last rows
     * @return whether the row holds all values that the model needs
     */
    boolean extend(double[] raw, Preprocessing preprocessing, long timestamp, DataQuality quality) {
        int features = preprocessing.features();
        int at = count * features;
        ensureRows(at + features);
        preprocessing.transform(raw, 1 + preprocessing.lookbackRows(), rows, at);
        if (!complete(at, at + features)) {
            return false;
        }
        count++;
        addWindow(timestamp, quality);
        return true;
    }

    private boolean complete(int from, int to) {
        for (int i = from; i < to; i++) {
            if (Float.isNaN(rows[i])) {
                return false;
            }
        }
        return true;
    }

    private void addWindow(long timestamp, DataQuality quality) {
        if (windows == timestamps.length) {
            timestamps = Arrays.copyOf(timestamps, 2 * windows);
            qualities = Arrays.copyOf(qualities, 2 * windows);
        }
        timestamps[windows] = timestamp;
        qualities[windows++] = (byte) quality.ordinal();
    }

    private void ensureRows(int length) {
        if (rows.length < length) {
            rows = Arrays.copyOf(rows, Math.max(length, rows.length + (rows.length >> 1)));
        }
    }

    /** Lets go of the machine, and of the rows when a burst has made them more than {@code most} values. */
    void release(int most) {
        of(null, null, null, null);
        if (rows.length > most) {
            rows = new float[0];
        }
    }

    String machineId() {
        return machineId;
    }

    MachineState state() {
        return state;
    }

    /** The model that serves the machine. */
    ServingModel model() {
        return model;
    }

    ScoredWindow mark() {
        return mark;
    }

    /** The same windows as a shadow sees them, from the first on and perhaps fewer; null without a shadow. */
    Segment shadow() {
        return shadow;
    }

    /** @param shadow null when it cannot see them */
    void shadow(Segment shadow) {
        this.shadow = shadow;
    }

    /** Whether the shadow sees each further window, too. */
    boolean isShadowed() {
        return shadow != null && !shadowEnded;
    }

    void endShadow() {
        shadowEnded = true;
    }

    int firstScore() {
        return firstScore;
    }

    void firstScore(int firstScore) {
        this.firstScore = firstScore;
    }

    float[] rows() {
        return rows;
    }

    /** Feature rows. */
    int count() {
        return count;
    }

    int windows() {
        return windows;
    }

    long timestamp(int window) {
        return timestamps[window];
    }

    DataQuality quality(int window) {
        return QUALITIES[qualities[window]];
    }
}
