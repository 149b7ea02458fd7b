package io.millrace.detection.morphology;

/**
 * Morphology as a state machine: fed window by window, it knows an event as soon as the batch form would have to contain it, and that it
 * is over as soon as nothing to come can change it.
 *
 * <pre>
 *             run reaches minEventLength                gap too wide to join
 *   QUIET ───────────────────────────────► OPEN ──────────────────────────────► QUIET
 *                                          ↺ run continues, or a long enough run within the joining gap: GREW
 * </pre>
 *
 * Mutable, one per machine, not thread-safe. Positions count scored windows since the window last restarted; a restart ends the series
 * ({@link #finish}). In a series without end they are counted anew now and then, between two windows, so compare a position with
 * {@link #position()} and keep none. State: four ints, see {@link #snapshot}.
 */
public final class EventTracker {

    /** What one window changed. */
    public enum Change {
        /** Nothing to tell. */
        NONE,
        /** An event is now certain; it began at {@link EventTracker#onset()}. */
        OPENED,
        /** The open event has grown to {@link EventTracker#lastCertain()}. */
        GREW,
        /** The open event is over. */
        CLOSED
    }

    /**
     * What a checkpoint holds.
     *
     * @param position windows seen
     * @param runStart first window of the present anomalous run, −1 when the last window was normal
     * @param eventStart first window of the open event before dilation, −1 when none is open
     * @param eventEnd last certain window of the open event before dilation
     */
    public record State(int position, int runStart, int eventStart, int eventEnd) {

        /** Before the first window. */
        public static final State EMPTY = new State(0, -1, -1, -1);
    }

    /** Positions are counted anew long before an int runs out: at 1,000 windows a second it would in 25 days. */
    static final int REBASE_AT = 1 << 30;

    private final Morphology morphology;
    private int position;
    private int runStart;
    private int eventStart;
    private int eventEnd;
    private int closedStart = -1;
    private int closedEnd = -1;
    private boolean finished;

    public EventTracker(Morphology morphology) {
        this(morphology, State.EMPTY);
    }

    public EventTracker(Morphology morphology, State state) {
        this.morphology = morphology;
        this.position = state.position();
        this.runStart = state.runStart();
        this.eventStart = state.eventStart();
        this.eventEnd = state.eventEnd();
    }

    /** Takes the next window in. */
    public Change next(boolean anomalous) {
        if (finished) {
            finished = false;
            position = 0;
        } else if (position >= REBASE_AT) {
            rebase();
        }
        int at = position++;
        if (!anomalous) {
            runStart = -1;
            // a run that starts at the next window at the earliest would leave a gap of at − eventEnd
            return isOpen() && at - eventEnd > morphology.joiningGap() ? close() : Change.NONE;
        }
        if (runStart < 0) {
            runStart = at;
        }
        if (at - runStart + 1 < morphology.minEventLength()) {
            return Change.NONE;
        }
        boolean opens = !isOpen();
        if (opens) {
            eventStart = runStart;
        }
        eventEnd = at;
        return opens ? Change.OPENED : Change.GREW;
    }

    /** Ends the series: the open event, if any, is over. The window after this is the first one of a new series. */
    public Change finish() {
        boolean open = isOpen();
        runStart = -1;
        finished = true;
        return open ? close() : Change.NONE;
    }

    private Change close() {
        closedStart = onset();
        closedEnd = end();
        eventStart = -1;
        eventEnd = -1;
        return Change.CLOSED;
    }

    /** Forgets windows that no event can reach back to; an event or run that is longer than that is cut at its beginning. */
    private void rebase() {
        int shift = position - REBASE_AT / 2;
        position -= shift;
        runStart = runStart < 0 ? runStart : Math.max(0, runStart - shift);
        eventStart = eventStart < 0 ? eventStart : Math.max(0, eventStart - shift);
        eventEnd = eventEnd < 0 ? eventEnd : Math.max(0, eventEnd - shift);
    }

    /**
     * The event closed last, after dilation, cut to the windows seen. Valid right after {@link Change#CLOSED}, and not part of a
     * {@link #snapshot}.
     */
    public Run closed() {
        if (closedEnd < 0) {
            throw new IllegalStateException("no event has been closed");
        }
        return new Run(closedStart, closedEnd);
    }

    public boolean isOpen() {
        return eventStart >= 0;
    }

    /** First window of the open event, after dilation. */
    public int onset() {
        return Math.max(0, eventStart - morphology.dilation());
    }

    /** Last window of the open event that is certain, before dilation. */
    public int lastCertain() {
        return eventEnd;
    }

    /** Windows seen since the series began; after {@link #finish}, those of the series that ended. */
    public int position() {
        return position;
    }

    /** Whether a run of anomalous windows is under way, long enough or not. */
    public boolean inRun() {
        return runStart >= 0;
    }

    /** First window of the run under way, −1 when there is none. */
    public int runStart() {
        return runStart;
    }

    private int end() {
        return Math.min(position - 1, eventEnd + morphology.dilation());
    }

    public State snapshot() {
        return finished ? State.EMPTY : new State(position, runStart, eventStart, eventEnd);
    }
}
