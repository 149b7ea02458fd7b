package io.millrace.job.operator;

import io.millrace.job.metrics.EventMetrics;
import io.millrace.job.state.EventState;
import io.millrace.job.state.EventStateSerializer;
import io.millrace.schemas.Alert;
import io.millrace.schemas.CloseReason;
import io.millrace.schemas.WindowScore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Scored windows to alerts, machine by machine. Stands behind the scoring operator on the same keys, chained to it.
 *
 * <p>An event is announced as soon as it is certain, and its life is that of {@link EventLife}; a machine's silence is announced and ended
 * as scoring notices it, see {@link SilenceLife}. A machine with an open event holds a timer at the end of time, one with an open silence a
 * timer just before it: they close both when a finite input ends.
 */
final class EventAssembly extends AbstractStreamOperator<Alert>
        implements OneInputStreamOperator<ScoredWindow, Alert>, Triggerable<String, VoidNamespace> {

    private static final long serialVersionUID = 1;

    private static final ValueStateDescriptor<EventState> EVENTS =
            new ValueStateDescriptor<>("events", new EventStateSerializer());
    private static final long END_OF_TIME = Long.MAX_VALUE; // of open events
    private static final long END_OF_SILENCE =
            END_OF_TIME - 1; // of open silences, so that restored ones can be told apart

    private final transient EventSettings settings;
    private final transient EventLife life;
    private final transient SilenceLife silence;

    private transient ValueState<EventState> events;
    private transient InternalTimerService<VoidNamespace> timers;
    private transient EventMetrics metrics;
    private transient long openAlerts;
    private transient long silentMachines;
    private transient long now; // event time of what is being processed

    EventAssembly(StreamOperatorParameters<Alert> parameters, EventSettings settings) {
        super(parameters);
        this.settings = settings;
        this.life = new EventLife(settings);
        this.silence = new SilenceLife(settings.silenceAfterMillis());
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        events = context.getKeyedStateStore().getState(EVENTS);
    }

    @Override
    public void open() throws Exception {
        super.open();
        timers = getInternalTimerService("open-events", VoidNamespaceSerializer.INSTANCE, this);
        timers.forEachEventTimeTimer((namespace, timestamp) -> {
            if (timestamp == END_OF_SILENCE) {
                silentMachines++;
            } else {
                openAlerts++;
            }
        });
        metrics = new EventMetrics(getMetricGroup(), () -> openAlerts, () -> silentMachines);
    }

    @Override
    public void processElement(StreamRecord<ScoredWindow> element) throws Exception {
        ScoredWindow window = element.getValue();
        now = window.timestampMillis();
        EventState state = events.value();
        boolean isNew = state == null;
        if (isNew) {
            state = new EventState();
        }
        boolean wasOpen = state.event() != null;
        boolean wasSilent = state.silence() != null;
        switch (window.kind()) {
            case WINDOW -> {
                publishScore(state, window);
                life.window(state, window, this::publish);
            }
            case SERIES_RESTARTED -> life.end(state, window.machineId(), now, CloseReason.GAP, this::publish);
            case SILENT -> {
                life.end(state, window.machineId(), now, CloseReason.SILENT, this::publish);
                silence.end(state, window.machineId(), now, CloseReason.SILENT, this::publish);
            }
            case FELL_SILENT -> silence.begin(state, window.machineId(), now, this::publish);
            case RETURNED -> silence.end(state, window.machineId(), now, CloseReason.RECOVERED, this::publish);
        }
        watchEnd(wasOpen, state.event() != null);
        watchSilence(wasSilent, state.silence() != null);
        if (window.kind() == ScoredWindow.Kind.SILENT) {
            events.clear();
        } else if (window.kind() == ScoredWindow.Kind.WINDOW || state.silence() != null || !isNew) {
            events.update(state);
        }
    }

    private void watchEnd(boolean wasOpen, boolean isOpen) {
        if (isOpen && !wasOpen) {
            timers.registerEventTimeTimer(VoidNamespace.INSTANCE, END_OF_TIME);
            openAlerts++;
        } else if (wasOpen && !isOpen) {
            timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, END_OF_TIME);
            openAlerts--;
        }
    }

    private void watchSilence(boolean wasSilent, boolean isSilent) {
        if (isSilent && !wasSilent) {
            timers.registerEventTimeTimer(VoidNamespace.INSTANCE, END_OF_SILENCE);
            silentMachines++;
        } else if (wasSilent && !isSilent) {
            timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, END_OF_SILENCE);
            silentMachines--;
        }
    }

    @Override
    public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
        EventState state = events.value();
        if (timer.getTimestamp() == END_OF_SILENCE) {
            now = state.silence().sinceMillis() + state.silence().afterMillis();
            silence.end(state, timer.getKey(), now, CloseReason.END_OF_INPUT, this::publish);
            silentMachines--;
        } else {
            now = state.lastMillis();
            life.end(state, timer.getKey(), now, CloseReason.END_OF_INPUT, this::publish);
            openAlerts--;
        }
        events.update(state);
    }

    @Override
    public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
        throw new IllegalStateException("no processing-time timer of an event is ever registered, found " + timer);
    }

    private void publish(Alert alert) {
        metrics.alert(alert.getStatus());
        output.collect(new StreamRecord<>(alert, now));
    }

    private void publishScore(EventState state, ScoredWindow window) {
        boolean published = switch (settings.scores()) {
            case NONE -> false;
            case SAMPLED -> state.tracker().position() % settings.scoreEvery() == 0;
            case ALL -> true;
        };
        if (published || settings.isHeartbeat(window.machineId())) {
            output.collect(Outputs.SCORES, new StreamRecord<>(score(window), now));
        }
    }

    private static WindowScore score(ScoredWindow window) {
        return WindowScore.newBuilder()
                .setMachineId(window.machineId())
                .setTimestampMillis(window.timestampMillis())
                .setScore(window.score())
                .setThreshold(window.threshold())
                .setErrorRatio(window.errorRatio())
                .setAnomalous(window.anomalous())
                .setDetector(window.detector())
                .setModelId(window.modelId())
                .setModelVersion(window.modelVersion())
                .setDataQuality(window.dataQuality())
                .build();
    }
}
