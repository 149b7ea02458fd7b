package io.millrace.job.state;

import io.millrace.detection.morphology.EventTracker;
import java.util.Arrays;

/**
 * Where a machine's events stand. Mutable, one per machine, not thread-safe. Memory on the heap: about 180 bytes for a quiet machine, the
 * backend's entry included, and 8·dilation; with an open event about a kilobyte more for its peak's evidence.
 */
public final class EventState {

    private static final long[] NO_TIMESTAMPS = {};

    private EventTracker.State tracker = EventTracker.State.EMPTY;
    private String modelId = "";
    private String detector = "";
    private long lastMillis;
    private long runOnsetMillis;
    private int dilation; // of the last window's model
    private long[] recent = NO_TIMESTAMPS; // [≤ dilation], event times of the last windows, oldest first
    private Tally pending; // of windows that may yet become part of an event; null for none
    private OpenEvent event; // null when none is open
    private Silence silence; // null while the machine sends

    public EventTracker.State tracker() {
        return tracker;
    }

    public void tracker(EventTracker.State state) {
        tracker = state;
    }

    /** The model whose scores make the series, empty before the first window. */
    public String modelId() {
        return modelId;
    }

    public String detector() {
        return detector;
    }

    /** Names the model whose scores make the series. */
    public void scoredBy(String model, String byDetector) {
        modelId = model;
        detector = byDetector;
    }

    /** Event time of the last window. */
    public long lastMillis() {
        return lastMillis;
    }

    /** Event time at which an event out of the present run would begin, dilation included. */
    public long runOnsetMillis() {
        return runOnsetMillis;
    }

    /** A run begins with the window at {@code timestampMillis}. */
    public void runBegins(long timestampMillis) {
        runOnsetMillis = recent.length > 0 ? recent[0] : timestampMillis;
    }

    /** Notes the time of the window just taken in, for events to come that reach back {@code dilation} windows. */
    public void seen(long timestampMillis, int dilation) {
        this.lastMillis = timestampMillis;
        this.dilation = dilation;
        if (dilation == 0) {
            recent = NO_TIMESTAMPS;
        } else if (recent.length < dilation) {
            recent = Arrays.copyOf(recent, recent.length + 1);
            recent[recent.length - 1] = timestampMillis;
        } else {
            if (recent.length > dilation) {
                recent = Arrays.copyOfRange(recent, recent.length - dilation, recent.length);
            }
            System.arraycopy(recent, 1, recent, 0, dilation - 1);
            recent[dilation - 1] = timestampMillis;
        }
    }

    /** Dilation of the model that scored the last window, windows. */
    public int dilation() {
        return dilation;
    }

    /** Windows that may yet become part of an event, null for none. */
    public Tally pending() {
        return pending;
    }

    public void pending(Tally tally) {
        pending = tally;
    }

    /** The open event, null when none is. */
    public OpenEvent event() {
        return event;
    }

    public void event(OpenEvent open) {
        event = open;
    }

    /** The machine's silence that was announced and is not over, null while it sends. */
    public Silence silence() {
        return silence;
    }

    public void silence(Silence announced) {
        silence = announced;
    }

    /** A new series begins: the windows before it say nothing about the windows after it. */
    public void restartSeries() {
        tracker = EventTracker.State.EMPTY;
        recent = NO_TIMESTAMPS;
        pending = null;
        event = null;
    }

    long[] recent() {
        return recent;
    }

    static EventState restore(long lastMillis, long runOnsetMillis, int dilation, long[] recent) {
        var state = new EventState();
        state.dilation = dilation;
        state.lastMillis = lastMillis;
        state.runOnsetMillis = runOnsetMillis;
        state.recent = recent.length == 0 ? NO_TIMESTAMPS : recent;
        return state;
    }
}
