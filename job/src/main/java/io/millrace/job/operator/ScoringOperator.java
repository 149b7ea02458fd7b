package io.millrace.job.operator;

import io.millrace.detection.model.LstmKernels;
import io.millrace.detection.window.ReorderBuffer;
import io.millrace.job.metrics.ScoringMetrics;
import io.millrace.job.state.MachineDeltas;
import io.millrace.job.state.MachineState;
import io.millrace.job.state.MachineStore;
import io.millrace.job.state.SensorNames;
import io.millrace.job.state.ShadowTally;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.RejectReason;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Readings to scored windows: puts each machine's readings in order, keeps its last rows, and scores the windows of many machines
 * together.
 *
 * <p>Every reading that is in order completes one window once the machine's ring is full. Windows wait in a bundle that is scored when it is
 * full, when its time is up, on the watermark (before it goes on), before a model is installed, before a checkpoint barrier and at the end
 * of input; so a checkpoint never holds a window in flight, and what is scored does not depend on how the stream was cut.
 *
 * <p>Which readings are late or duplicates, and where a series begins, is decided by the machine's own readings alone. The watermark
 * releases what still waits of a machine that has stopped sending, says that it has fallen silent, and drops it after the state TTL. The
 * watermark of the models, which may be silent for months, is not looked at.
 *
 * <p>Models come from the start releases and by broadcast. A machine notices a new model at its next reading; without one its readings fill
 * its ring and are counted as unscored. Deltas of machines' own models come by key and are kept with their machines, see
 * {@link ModelIntake}.
 * Memory per machine: see {@link MachineState}; per task: scratch of about three bundles.
 */
final class ScoringOperator extends AbstractStreamOperator<ScoredWindow>
        implements TwoInputStreamOperator<RawReading, ModelRelease, ScoredWindow>,
                BoundedMultiInput,
                ProcessingTimeCallback,
                Triggerable<String, VoidNamespace>,
                Bundle.Receiver {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(ScoringOperator.class);

    private static final long EMPTY = -1;
    private static final SensorNames NO_NAMES = SensorNames.of(List.of());

    private final transient ScoringSettings settings;
    private final transient RowFiller filler;
    private final transient ModelSettings modelSettings;
    private final transient Bundle bundle = new Bundle();
    private final transient FlushPace pace;

    private transient MachineStore machines;
    private transient InternalTimerService<VoidNamespace> timers;
    private transient ScoringMetrics metrics;
    private transient ModelIntake models;
    private transient SeriesKeeper keeper;
    private transient StreamRecord<ScoredWindow> reused;
    private transient boolean timerPending;
    private transient boolean timeWasUp;
    private transient long bundleOpenedMillis = EMPTY; // processing time of the bundle's first window
    private transient long bundleOpenedNanos;
    private transient long scoringNanos; // of the bundle that is being scored
    private transient long activeMachines;

    ScoringOperator(
            StreamOperatorParameters<ScoredWindow> parameters,
            ScoringSettings settings,
            ReadingDecoder decoder,
            ModelSettings modelSettings) {
        super(parameters);
        this.settings = settings;
        this.filler = new RowFiller(decoder);
        this.modelSettings = modelSettings;
        this.pace = new FlushPace(settings.bundleDelayMillis(), settings.bundleWindows());
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        machines = MachineStore.open(
                context.getKeyedStateStore(), getKeyedStateBackend().getBackendTypeIdentifier());
        LstmKernels.Choice kernel = LstmKernels.choose();
        LOG.info("Scoring with {}", kernel.reason());
        metrics = new ScoringMetrics(
                getMetricGroup(),
                settings.bundleWindows(),
                () -> activeMachines,
                () -> models == null ? 0 : models.size(),
                pace::delayMillis,
                kernel.kernel().name());
        models = new ModelIntake(
                modelSettings,
                settings,
                new Task(),
                context.getOperatorStateStore().getBroadcastState(ModelIntake.MODELS),
                context.getOperatorStateStore().getBroadcastState(ModelIntake.AWAITED),
                context.getOperatorStateStore().getBroadcastState(ModelIntake.SHADOWS),
                MachineDeltas.open(context.getKeyedStateStore()),
                MachineStore.isOnHeap(getKeyedStateBackend().getBackendTypeIdentifier()),
                metrics,
                getMetricGroup());
        keeper = new SeriesKeeper(settings, bundle, metrics, this::scored);
    }

    @Override
    public void open() throws Exception {
        super.open();
        timers = getInternalTimerService("machines", VoidNamespaceSerializer.INSTANCE, this);
        timers.forEachEventTimeTimer((namespace, timestamp) -> activeMachines++); // each machine has one
        models.open();
        reused = new StreamRecord<>(null);
    }

    /** What the intake of models sees of this task. */
    private final class Task implements ModelIntake.Task {

        @Override
        public void flush() {
            ScoringOperator.this.flush();
        }

        @Override
        public boolean isWaiting(String machineId) {
            return bundle.stateOf(machineId) != null;
        }

        @Override
        public void forgetModels() {
            bundle.forgetModels();
        }

        @Override
        public void say(ModelStatus status) {
            output.collect(Outputs.MODEL_STATUS, new StreamRecord<>(status));
        }

        /** Every task takes in the same models; one speaks for all. */
        @Override
        public boolean speaks() {
            return getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
        }

        @Override
        public void count(ShadowTally tally) {
            output.collect(Outputs.SHADOWS, new StreamRecord<>(tally));
        }

        @Override
        public boolean owns(String machineId) {
            TaskInfo task = getRuntimeContext().getTaskInfo();
            int parallelism = task.getMaxNumberOfParallelSubtasks();
            KeyGroupRange own = KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
                    parallelism, task.getNumberOfParallelSubtasks(), task.getIndexOfThisSubtask());
            return own.contains(KeyGroupRangeAssignment.assignToKeyGroup(machineId, parallelism));
        }

        @Override
        public long nowMillis() {
            return ScoringOperator.this.nowMillis();
        }

        @Override
        public void later(long millis, ModelIntake.Chore chore) {
            getProcessingTimeService().registerTimer(nowMillis() + millis, due -> chore.run());
        }

        @Override
        public Path temporary() {
            return Path.of(
                    getContainingTask().getEnvironment().getTaskManagerInfo().getTmpDirectories()[0]);
        }

        @Override
        public void select(String machineId) {
            setCurrentKey(machineId);
        }

        @Override
        public Stream<String> all() {
            return ScoringOperator.this
                    .<String>getKeyedStateBackend()
                    .getKeys(MachineDeltas.STATE, VoidNamespace.INSTANCE);
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        flush();
        models.countShadows(); // a checkpoint has them further down
        super.prepareSnapshotPreBarrier(checkpointId);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        if (!bundle.isEmpty()) {
            throw new IllegalStateException(bundle.windows()
                    + " windows are in flight at a checkpoint, expected none: they must be flushed before the barrier");
        }
        super.snapshotState(context);
    }

    @Override
    public void endInput(int inputId) {
        flush();
    }

    @Override
    public void finish() throws Exception {
        flush();
        if (models != null) { // as above
            models.countShadows();
        }
        super.finish();
    }

    @Override
    public void processElement1(StreamRecord<RawReading> element) throws Exception {
        RawReading reading = element.getValue();
        String machineId = reading.machineId();
        ServingModel model = models.servingFor(machineId);
        MachineState resident = bundle.stateOf(machineId);
        MachineState state = resident != null ? resident : machines.value();
        boolean isNew = state == null;

        SensorNames before = isNew ? NO_NAMES : state.names();
        SensorNames names = model != null ? model.names() : filler.extend(reading.value(), before);
        var row = new double[names.size()]; // belongs to the reorder buffer from here on
        if (filler.fill(reading.value(), names, row) == 0) {
            reject(reading, names);
            return;
        }
        if (isNew) {
            state = new MachineState(names, rowsFor(model));
            activeMachines++;
        } else {
            state.relay(names, rowsFor(model));
        }
        offer(reading, row, state, model);
        state.heard(timers.currentWatermark());
        adjustTimer(state);
        if (bundle.stateOf(machineId) == null) {
            machines.update(state); // otherwise the bundle hands it back
        }
        flushWhenDue();
    }

    private int rowsFor(ServingModel model) {
        return model == null ? settings.rowsWithoutModel() : model.ringRows();
    }

    private void offer(RawReading reading, double[] row, MachineState state, ServingModel model) {
        ReorderBuffer order = state.order();
        long bound = settings.outOfOrdernessMillis();
        switch (order.offer(reading.timestampMillis(), row, bound)) {
            case DUPLICATE -> metrics.duplicate();
            case LATE ->
                late(
                        reading,
                        "the machine's newest reading has timestamp " + order.newest() + " and readings may be " + bound
                                + " ms behind it");
            case ACCEPTED -> {
                while (order.nextReady(bound) != ReorderBuffer.NONE) {
                    keeper.advance(state.machineId(reading.machineId()), state, model);
                }
            }
        }
    }

    /**
     * A machine has one timer: for its waiting readings while there are any, then for its silence, then for its end. It moves on when it
     * fires too early.
     */
    private void adjustTimer(MachineState state) {
        long due = due(state);
        long registered = state.timerMillis();
        if (registered != MachineState.NO_TIMER && registered <= due) {
            return;
        }
        if (registered != MachineState.NO_TIMER) {
            timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, registered);
        }
        timers.registerEventTimeTimer(VoidNamespace.INSTANCE, due);
        state.timerMillis(due);
    }

    private long due(MachineState state) {
        if (state.order().size() > 0) {
            return state.heardMillis() + settings.outOfOrdernessMillis() + settings.idleReleaseMillis();
        }
        boolean unnoticed = settings.watchesSilence() && !state.silent();
        return state.heardMillis() + (unnoticed ? settings.silenceAfterMillis() : settings.stateTtlMillis());
    }

    @Override
    public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
        String machineId = timer.getKey();
        MachineState resident = bundle.stateOf(machineId);
        MachineState state = resident != null ? resident : machines.value();
        if (state == null || state.timerMillis() != timer.getTimestamp()) {
            return;
        }
        state.timerMillis(MachineState.NO_TIMER);
        long watermark = timers.currentWatermark();
        if (state.order().size() > 0 && due(state) <= watermark) {
            releaseWaiting(machineId, state);
        }
        boolean endOfInput = watermark == Long.MAX_VALUE; // the stream is over, which says nothing about the machine
        if (!endOfInput && settings.watchesSilence() && state.order().size() == 0 && due(state) <= watermark) {
            keeper.fallSilent(machineId, state, state.order().newest());
        }
        if (!endOfInput && state.order().size() == 0 && due(state) <= watermark) {
            keeper.giveUp(machineId, state, state.order().newest() + settings.stateTtlMillis());
            if (bundle.stateOf(machineId) != null) {
                flush(); // hands the state back before it is dropped
                setCurrentKey(machineId);
            }
            machines.clear();
            models.forget(machineId);
            activeMachines--;
            return;
        }
        if (!endOfInput) {
            adjustTimer(state);
        }
        if (bundle.stateOf(machineId) == null) {
            machines.update(state);
        }
        flushWhenDue();
    }

    private void releaseWaiting(String machineId, MachineState state) {
        ServingModel model = models.servingFor(machineId);
        if (model != null) {
            state.relay(model.names(), model.ringRows());
        }
        while (state.order().nextUpTo(Long.MAX_VALUE) != ReorderBuffer.NONE) {
            keeper.advance(machineId, state, model);
        }
    }

    @Override
    public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
        throw new IllegalStateException("no processing-time timer of a machine is ever registered, found " + timer);
    }

    @Override
    public void processWatermark(Watermark watermark) throws Exception {
        if (getTimeServiceManager().isPresent()) {
            getTimeServiceManager().get().advanceWatermark(watermark); // may add what waited too long
        }
        flush(); // a score that came after its watermark would be late downstream
        output.emitWatermark(watermark);
    }

    @Override
    public void processWatermark1(Watermark watermark) throws Exception {
        processWatermark(watermark);
    }

    @Override
    public void processWatermark2(Watermark watermark) {
        // models have no event time
    }

    @Override
    protected void processWatermarkStatus(WatermarkStatus status, int index) {
        if (index == 0) {
            output.emitWatermarkStatus(status);
        }
    }

    private void flushWhenDue() {
        if (!bundle.isEmpty() && bundleOpenedMillis == EMPTY) {
            bundleOpenedMillis = nowMillis();
            bundleOpenedNanos = System.nanoTime();
            if (!timerPending) { // else the timer of an earlier bundle cuts this one's wait short
                getProcessingTimeService().registerTimer(bundleOpenedMillis + pace.delayMillis(), this);
                timerPending = true;
            }
        }
        if (bundle.windows() >= pace.windows()) {
            flush();
        }
    }

    @Override
    public void onProcessingTime(long timestamp) {
        timerPending = false;
        timeWasUp = true;
        flush();
        timeWasUp = false;
    }

    private void flush() {
        if (models != null) { // a task that could not start is closed nevertheless
            models.reportAll();
        }
        int windows = bundle.windows();
        long gatheringNanos = bundleOpenedMillis == EMPTY ? 0 : System.nanoTime() - bundleOpenedNanos;
        scoringNanos = 0;
        bundle.flush(this);
        if (windows > 0) {
            pace.flushed(windows, scoringNanos, gatheringNanos, timeWasUp);
        }
        bundleOpenedMillis = EMPTY;
    }

    @Override
    public void scored(ScoredWindow window) {
        if (window.kind() == ScoredWindow.Kind.WINDOW && window.anomalous()) {
            metrics.anomalous();
        }
        output.collect(reused.replace(window, window.timestampMillis()));
    }

    @Override
    public void handBack(String machineId, MachineState state) {
        setCurrentKey(machineId);
        try {
            machines.update(state);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException("the state of machine " + machineId + " cannot be written", e);
        }
    }

    @Override
    public void timed(int windows, long nanos) {
        metrics.bundle(windows, nanos);
        scoringNanos += nanos;
        if (bundleOpenedMillis != EMPTY) {
            metrics.latency(nowMillis() - bundleOpenedMillis);
        }
    }

    @Override
    public void processElement2(StreamRecord<ModelRelease> element) throws Exception {
        models.take(element.getValue());
    }

    private void reject(RawReading reading, SensorNames names) {
        metrics.rejected();
        String detail = names.size() == 0
                ? "expected at least one sensor with a value, found none"
                : "expected at least one of the sensors " + names
                        + ", found none of them: check the names, or the model's pattern";
        output.collect(Outputs.REJECTED, DeadLetters.of(reading, RejectReason.NO_KNOWN_SENSOR, detail, nowMillis()));
    }

    private void late(RawReading reading, String detail) {
        metrics.late();
        output.collect(Outputs.LATE, DeadLetters.of(reading, RejectReason.LATE, detail, nowMillis()));
    }

    private long nowMillis() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }
}
