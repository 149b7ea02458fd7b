package io.millrace.job.operator;

import io.millrace.detection.morphology.EventTracker;
import io.millrace.detection.morphology.Morphology;
import io.millrace.job.state.EventState;
import io.millrace.job.state.OpenEvent;
import io.millrace.job.state.Tally;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertStatus;
import io.millrace.schemas.CloseReason;
import java.util.function.Consumer;

/**
 * The life of a machine's events, window by window: announced when it is certain, updated at a bounded rate, closed when nothing can
 * change it any more. What it says depends on the machine's windows alone, never on the clock. Without state of its own.
 */
final class EventLife {

    private final EventSettings settings;

    EventLife(EventSettings settings) {
        this.settings = settings;
    }

    /** Takes a machine's next window in; its messages go to {@code alerts}, at most two. */
    void window(EventState state, ScoredWindow window, Consumer<Alert> alerts) {
        if (!state.modelId().equals(window.modelId()) || !state.detector().equals(window.detector())) {
            // another model's scores are another series; a new version of the same model goes on with its predecessor's
            end(state, window.machineId(), window.timestampMillis(), CloseReason.MODEL_CHANGED, alerts);
            state.scoredBy(window.modelId(), window.detector());
        }
        var tracker = new EventTracker(
                new Morphology(window.minEventLength(), window.mergeGap(), window.dilation()), state.tracker());
        if (window.anomalous() && !tracker.inRun()) {
            state.runBegins(window.timestampMillis());
        }
        count(state, window);
        switch (tracker.next(window.anomalous())) {
            case OPENED -> open(state, tracker, window, alerts);
            case GREW -> grow(state, tracker, window, alerts);
            case CLOSED ->
                close(
                        state,
                        window.machineId(),
                        tracker.closed().length(),
                        window.timestampMillis(),
                        CloseReason.RECOVERED,
                        alerts);
            case NONE -> stay(state, tracker, window);
        }
        state.seen(window.timestampMillis(), window.dilation());
        state.tracker(tracker.snapshot());
    }

    private static void count(EventState state, ScoredWindow window) {
        if (!window.anomalous() && state.event() == null) {
            state.pending(null);
            return;
        }
        if (state.pending() == null) {
            state.pending(new Tally());
        }
        state.pending()
                .add(
                        window.score(),
                        window.threshold(),
                        window.modelVersion(),
                        window.errorRatio() >= window.criticalRatio(),
                        window.dataQuality(),
                        window.evidence());
    }

    private static void open(EventState state, EventTracker tracker, ScoredWindow window, Consumer<Alert> alerts) {
        long onset = state.runOnsetMillis();
        state.event(new OpenEvent(
                AlertComposer.alertId(window.machineId(), window.detector(), onset),
                onset,
                window.timestampMillis(),
                state.pending()));
        state.pending(null);
        publish(state, window, length(tracker), AlertStatus.OPENED, alerts);
    }

    private void grow(EventState state, EventTracker tracker, ScoredWindow window, Consumer<Alert> alerts) {
        OpenEvent event = state.event();
        event.tally().add(state.pending());
        event.endsAtMillis(window.timestampMillis());
        state.pending(null);
        int length = length(tracker);
        boolean longer = length - event.publishedLength() >= settings.updateEveryWindows();
        boolean higher = event.tally().peakRatio() >= event.publishedPeak() * (1 + settings.updatePeakRise());
        boolean graver = event.tally().critical() && !event.publishedCritical();
        if (longer || higher || graver) {
            publish(state, window, length, AlertStatus.UPDATED, alerts);
        }
    }

    private static void publish(
            EventState state, ScoredWindow window, int length, AlertStatus status, Consumer<Alert> alerts) {
        OpenEvent event = state.event();
        alerts.accept(AlertComposer.compose(
                event, state, window.machineId(), status, length, window.timestampMillis(), null));
        event.published(length);
    }

    private static void stay(EventState state, EventTracker tracker, ScoredWindow window) {
        boolean dilated = tracker.isOpen() && tracker.position() - 1 <= tracker.lastCertain() + window.dilation();
        if (dilated) {
            state.event().endsAtMillis(window.timestampMillis());
        }
    }

    /**
     * Ends the machine's series, and with it the open event, if any.
     *
     * @param observedAtMillis event time of what ended it
     */
    void end(EventState state, String machineId, long observedAtMillis, CloseReason reason, Consumer<Alert> alerts) {
        if (state.event() != null) {
            // what is over needs neither a length to reach nor a gap to wait for
            var tracker = new EventTracker(new Morphology(1, 0, state.dilation()), state.tracker());
            tracker.finish();
            close(state, machineId, tracker.closed().length(), observedAtMillis, reason, alerts);
        }
        state.restartSeries();
    }

    private static void close(
            EventState state,
            String machineId,
            int length,
            long observedAtMillis,
            CloseReason reason,
            Consumer<Alert> alerts) {
        alerts.accept(AlertComposer.compose(
                state.event(), state, machineId, AlertStatus.CLOSED, length, observedAtMillis, reason));
        state.event(null);
        state.pending(null);
    }

    /** Windows of the open event that are certain, dilation at its beginning included. */
    private static int length(EventTracker tracker) {
        return tracker.lastCertain() - tracker.onset() + 1;
    }
}
