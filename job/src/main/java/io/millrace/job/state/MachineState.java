package io.millrace.job.state;

import io.millrace.detection.score.AdaptiveDetector;
import io.millrace.detection.score.MachineMemory;
import io.millrace.detection.window.ReorderBuffer;
import io.millrace.detection.window.RowRing;
import java.util.Arrays;

/**
 * All that scoring remembers of one machine. Mutable, one per machine, not thread-safe; between two readings it belongs to the state
 * backend, or to the bundle while a window of the machine waits there.
 *
 * <p>Memory on the heap: 8·rows·sensors bytes for the ring, 8 + 8·sensors (and an array header) for each reading that waits to be put in
 * order, and about 410 bytes for all else, the backend's entry, the key and the timer included (measured with 50,000 machines). An
 * adaptive detector's memory comes on top, see {@link AdaptiveDetector#memoryBytesPerMachine()}.
 */
public final class MachineState {

    /** No event-time timer is registered. */
    public static final long NO_TIMER = Long.MIN_VALUE;

    private SensorNames names;
    private ReorderBuffer order;
    private RowRing ring;
    private RowMarks imputed;
    private double smoothed = Double.NaN;
    private String modelId = ""; // of the model that scored last, and whose scores are smoothed
    private long modelVersion;
    private long heardMillis = Long.MIN_VALUE;
    private long timerMillis = NO_TIMER;
    private boolean silent; // and was said to be
    private Object
            memory; // of an adaptive detector, or the bytes a checkpoint held of it; one field, that counts in each
    // machine
    private String machineId; // the one instance that is kept of it
    private RowLog log; // null where the state is stored as a whole

    /**
     * @param names columns of the rows
     * @param rows rows that are kept
     */
    public MachineState(SensorNames names, int rows) {
        this(names, new ReorderBuffer(), new RowRing(rows, names.size()), new RowMarks(rows));
    }

    MachineState(SensorNames names, ReorderBuffer order, RowRing ring, RowMarks imputed) {
        this.names = names;
        this.order = order;
        this.ring = ring;
        this.imputed = imputed;
    }

    /**
     * The machine's id as the object that was given first: keys of other states then share it, instead of holding a copy each.
     *
     * @param given equal to those given before
     */
    public String machineId(String given) {
        if (machineId == null) {
            machineId = given;
        }
        return machineId;
    }

    public SensorNames names() {
        return names;
    }

    /** Readings that wait for their turn, rows in the order of {@link #names()}, NaN where a sensor gave nothing. */
    public ReorderBuffer order() {
        return order;
    }

    /** The last rows, [rows × sensors]. */
    public RowRing ring() {
        return ring;
    }

    /** Which of the last rows were imputed, wholly or in part. */
    public RowMarks imputed() {
        return imputed;
    }

    /** Takes the next row of the series in. */
    public void append(double[] row, boolean wasImputed) {
        ring.append(row);
        imputed.append(wasImputed);
        if (log != null) {
            log.appended();
        }
    }

    /** Forgets the rows: a new series begins. What waits and what was scored last stays known. */
    public void restartSeries() {
        ring.clear();
        imputed.clear();
        replaced();
    }

    /** Lays rows out for another set of sensors and another number of rows; newest rows are kept, sensors that are new are NaN. */
    public void relay(SensorNames target, int rows) {
        if (target == names && rows == ring.capacity()) {
            return;
        }
        int[] from = new int[target.size()];
        for (int j = 0; j < from.length; j++) {
            from[j] = names.column(target.name(j));
        }
        relayRing(from, rows);
        if (target != names) {
            relayWaiting(from);
        }
        names = target;
    }

    private void relayRing(int[] from, int rows) {
        int kept = Math.min(rows, ring.count());
        int sensors = ring.sensors();
        var old = new double[kept * sensors];
        ring.copyNewest(kept, old);
        var newRing = new RowRing(rows, from.length);
        var newMarks = new RowMarks(rows);
        for (int r = 0; r < kept; r++) {
            newRing.append(pick(Arrays.copyOfRange(old, r * sensors, (r + 1) * sensors), from));
            newMarks.append(imputed.marked(kept - 1 - r));
        }
        ring = newRing;
        imputed = newMarks;
        replaced();
    }

    private void replaced() {
        if (log != null) {
            log.replaced();
        }
    }

    private void relayWaiting(int[] from) {
        ReorderBuffer relaid = ReorderBuffer.restore(order.newest(), order.lastReleased());
        for (int i = 0; i < order.size(); i++) {
            relaid.restoreWaiting(order.timestamp(i), pick(order.row(i), from));
        }
        order = relaid;
    }

    private static double[] pick(double[] row, int[] from) {
        var picked = new double[from.length];
        for (int j = 0; j < from.length; j++) {
            picked[j] = from[j] < 0 ? Double.NaN : row[from[j]];
        }
        return picked;
    }

    /** The machine's last smoothed score, or NaN when the next score stands for itself. */
    public double smoothed() {
        return smoothed;
    }

    public void smoothed(double value) {
        smoothed = value;
    }

    /** Notices which model scores the machine now: scores and memories of another one or of another version are on another scale. */
    public void scoredBy(String id, long version) {
        if (version != modelVersion || !id.equals(modelId)) {
            smoothed = Double.NaN;
            forgetMemory();
            modelId = id;
            modelVersion = version;
        }
    }

    public String modelId() {
        return modelId;
    }

    public long modelVersion() {
        return modelVersion;
    }

    /** What the detector has learned from the machine so far. */
    public MachineMemory memory(AdaptiveDetector detector) {
        if (memory instanceof MachineMemory known) {
            return known;
        }
        MachineMemory asked = memory instanceof byte[] bytes ? detector.restoreMemory(bytes) : detector.newMemory();
        memory = asked;
        return asked;
    }

    /** The detector starts to learn anew. */
    public void forgetMemory() {
        memory = null;
    }

    /** The memory as a checkpoint holds it, null when there is none. */
    byte[] memoryBytes() {
        return memory instanceof MachineMemory known ? known.toBytes() : (byte[]) memory;
    }

    void memoryBytes(byte[] bytes) {
        memory = bytes;
    }

    /**
     * How far the stream was in event time when the machine sent last: its own newest timestamp, or the watermark when that was further. A
     * machine whose readings are older than everybody else's is silent no sooner than others.
     */
    public long heardMillis() {
        return heardMillis;
    }

    /** Notes that the machine has sent when the stream was at {@code watermark}. */
    public void heard(long watermark) {
        heardMillis = Math.max(heardMillis, Math.max(order.newest(), watermark));
    }

    /** When the machine's one event-time timer fires, or {@link #NO_TIMER}. */
    public long timerMillis() {
        return timerMillis;
    }

    public void timerMillis(long millis) {
        timerMillis = millis;
    }

    /** Whether the machine was said to have fallen silent, and has not been heard since. */
    public boolean silent() {
        return silent;
    }

    public void silent(boolean isSilent) {
        silent = isSilent;
    }

    /** Which rows the store has, or null when it holds the state as a whole. */
    RowLog log() {
        return log;
    }

    void log(RowLog rows) {
        log = rows;
    }
}
