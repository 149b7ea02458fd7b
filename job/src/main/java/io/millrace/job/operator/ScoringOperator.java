package io.millrace.job.operator;

import io.millrace.detection.model.LstmKernels;
import io.millrace.detection.window.GapPolicy;
import io.millrace.detection.window.Imputation;
import io.millrace.detection.window.ReorderBuffer;
import io.millrace.job.metrics.ScoringMetrics;
import io.millrace.job.metrics.UnscoredReason;
import io.millrace.job.state.MachineState;
import io.millrace.job.state.MachineStateSerializer;
import io.millrace.job.state.SensorNames;
import io.millrace.schemas.DataQuality;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ModelStatusKind;
import io.millrace.schemas.RejectReason;
import io.millrace.schemas.RejectedReading;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.RecordEncoder;
import io.millrace.schemas.codec.UndecodableRecordException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
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

/**
 * Readings to scored windows: puts each machine's readings in order, keeps its last rows, and scores the windows of many machines
 * together.
 *
 * <p>Every reading that is in order completes one window once the machine's ring is full. Windows wait in a bundle that is scored when it is
 * full, when its time is up, on the watermark (before it goes on), before a model is installed, before a checkpoint barrier and at the end
 * of input; so a checkpoint never holds a window in flight, and what is scored does not depend on how the stream was cut.
 *
 * <p>Which readings are late or duplicates, and where a series begins, is decided by the machine's own readings alone. The watermark
 * releases what still waits of a machine that has stopped sending, and drops a machine that has been silent for the state TTL. The
 * watermark of the models, which may be silent for months, is not looked at.
 *
 * <p>Models come from the start releases and by broadcast. A machine notices a new model at its next reading; without one its readings fill
 * its ring and are counted as unscored. Memory per machine: see {@link MachineState}; per task: scratch of about three bundles.
 */
final class ScoringOperator extends AbstractStreamOperator<ScoredWindow>
        implements TwoInputStreamOperator<RawReading, ModelRelease, ScoredWindow>,
                BoundedMultiInput,
                ProcessingTimeCallback,
                Triggerable<String, VoidNamespace>,
                Bundle.Receiver {

    private static final long serialVersionUID = 1;

    private static final ValueStateDescriptor<MachineState> MACHINE =
            new ValueStateDescriptor<>("machine", new MachineStateSerializer());
    private static final MapStateDescriptor<String, byte[]> MODELS =
            new MapStateDescriptor<>("models", StringSerializer.INSTANCE, BytePrimitiveArraySerializer.INSTANCE);
    private static final long EMPTY = -1;
    private static final SensorNames NO_NAMES = SensorNames.of(List.of());

    private final transient ScoringSettings settings;
    private final transient GapPolicy gaps;
    private final transient RowFiller filler;
    private final transient List<byte[]> startReleases;
    private final transient Bundle bundle = new Bundle();
    private final transient ModelShelf shelf;
    private final transient RecordEncoder<ModelRelease> encoder = RecordEncoder.of(ModelRelease.class);

    private transient ValueState<MachineState> machines;
    private transient BroadcastState<String, byte[]> models;
    private transient InternalTimerService<VoidNamespace> timers;
    private transient ScoringMetrics metrics;
    private transient StreamRecord<ScoredWindow> reused;
    private transient double[] previousRow = new double[0]; // [sensors]
    private transient double[] imputedRow = new double[0]; // [sensors]
    private transient boolean flushPending;
    private transient long bundleOpenedMillis = EMPTY; // processing time of the bundle's first window
    private transient long activeMachines;

    ScoringOperator(
            StreamOperatorParameters<ScoredWindow> parameters,
            ScoringSettings settings,
            ReadingDecoder decoder,
            List<byte[]> startReleases) {
        super(parameters);
        this.settings = settings;
        this.gaps = settings.gapPolicy();
        this.filler = new RowFiller(decoder);
        this.startReleases = startReleases;
        this.shelf = new ModelShelf(new ModelLoader(settings.topSensors(), settings.topSteps()));
    }

    // ----------------------------------------------------------------------------------------------------------------
    // life cycle

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        machines = context.getKeyedStateStore().getState(MACHINE);
        models = context.getOperatorStateStore().getBroadcastState(MODELS);
        LstmKernels.Choice kernel = LstmKernels.choose();
        LOG.info("Scoring with {}", kernel.reason());
        metrics = new ScoringMetrics(
                getMetricGroup(),
                settings.bundleWindows(),
                () -> activeMachines,
                shelf::size,
                kernel.kernel().name());
        RecordDecoder<ModelRelease> decoder = RecordDecoder.of(ModelRelease.class);
        for (Map.Entry<String, byte[]> held : models.entries()) {
            restore(held.getKey(), held.getValue(), decoder);
        }
        for (byte[] release : startReleases) {
            installAtStart(decoder.decode(release));
        }
    }

    private void restore(String modelId, byte[] release, RecordDecoder<ModelRelease> decoder)
            throws UndecodableRecordException {
        ModelShelf.Answer answer = shelf.offer(decoder.decode(release));
        if (answer.verdict() != ModelShelf.Verdict.ACCEPTED) {
            throw new IllegalStateException(
                    "model " + modelId + " of the checkpoint was accepted once and is refused now: " + answer.reason()
                            + "; restore with the version of the job that wrote it");
        }
        metrics.modelVersion(modelId, () -> shelf.servingVersion(modelId));
        LOG.info("Restored model {} version {}", modelId, answer.serving().version());
    }

    private void installAtStart(ModelRelease release) throws Exception {
        long before = shelf.servingVersion(release.getModelId());
        if (before > release.getVersion()) {
            LOG.info(
                    "Model {} version {} given at start is older than restored version {}, which goes on serving",
                    release.getModelId(),
                    release.getVersion(),
                    before);
            return;
        }
        ModelShelf.Answer answer = shelf.offer(release);
        if (answer.verdict() == ModelShelf.Verdict.REFUSED) {
            throw new IllegalArgumentException("model " + release.getModelId() + " version " + release.getVersion()
                    + " given at start is refused: " + answer.reason());
        }
        if (answer.verdict() == ModelShelf.Verdict.ACCEPTED) {
            keep(answer.serving(), before == 0);
        }
    }

    @Override
    public void open() throws Exception {
        super.open();
        timers = getInternalTimerService("machines", VoidNamespaceSerializer.INSTANCE, this);
        timers.forEachEventTimeTimer((namespace, timestamp) -> activeMachines++); // each machine has one
        reused = new StreamRecord<>(null);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        flush();
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
        super.finish();
    }

    // ------------------------------------------------------------------------------------------------------------------ readings

    @Override
    public void processElement1(StreamRecord<RawReading> element) throws Exception {
        RawReading reading = element.getValue();
        String machineId = reading.machineId();
        ServingModel model = shelf.servingFor(machineId);
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
            if (forgotten(reading.timestampMillis())) {
                late(reading, "the machine's state expired before this reading came");
                return;
            }
            state = new MachineState(names, rowsFor(model));
            activeMachines++;
        } else {
            state.relay(names, rowsFor(model));
        }
        offer(reading, row, state, model);
        adjustTimer(state);
        if (bundle.stateOf(machineId) == null) {
            machines.update(state); // otherwise the bundle hands it back
        }
        flushWhenDue();
    }

    private int rowsFor(ServingModel model) {
        return model == null ? settings.rowsWithoutModel() : model.ringRows();
    }

    /** Whether a machine without state that sent at this time would be dropped by the very next watermark. */
    private boolean forgotten(long timestampMillis) {
        long watermark = timers.currentWatermark();
        return watermark > 0 && watermark != Long.MAX_VALUE && watermark - settings.stateTtlMillis() >= timestampMillis;
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
                    advance(reading.machineId(), state, model);
                }
            }
        }
    }

    /** Moves the machine on by its next reading in order. */
    private void advance(String machineId, MachineState state, ServingModel model) {
        long previous = state.order().lastReleased();
        double[] row = state.order().take();
        long timestamp = state.order().lastReleased();
        if (previous != ReorderBuffer.NONE) {
            restartIfPaused(machineId, state, previous, timestamp);
        }
        boolean imputed = false;
        if (state.ring().count() > 0 && gaps.imputation() != Imputation.NONE) {
            imputed = fillMissingSensors(state, model, row);
            imputeMissingSteps(machineId, state, previous, timestamp, row);
        }
        state.append(row, imputed);
        complete(machineId, state, model, timestamp);
    }

    private void restartIfPaused(String machineId, MachineState state, long previous, long timestamp) {
        // a machine that was away for the TTL is forgotten whether or not the watermark came by in between
        if (timestamp - previous >= settings.stateTtlMillis()) {
            endSeries(
                    state,
                    ScoredWindow.mark(ScoredWindow.Kind.SILENT, machineId, previous + settings.stateTtlMillis()));
        } else if (gaps.restarts(previous, timestamp)) {
            endSeries(state, ScoredWindow.mark(ScoredWindow.Kind.SERIES_RESTARTED, machineId, timestamp));
        }
    }

    private void endSeries(MachineState state, ScoredWindow mark) {
        state.restartSeries();
        metrics.seriesRestarted();
        if (!bundle.queue(mark)) {
            state.smoothed(Double.NaN);
            scored(mark);
        }
    }

    /** Fills what the reading lacks; true when the model looks at any of it. */
    private boolean fillMissingSensors(MachineState state, ServingModel model, double[] row) {
        boolean imputed = false;
        previousRow = ensure(previousRow, row.length);
        state.ring().copyNewest(previousRow);
        for (int j = 0; j < row.length; j++) {
            if (Double.isNaN(row[j])) {
                row[j] = gaps.imputation() == Imputation.FIXED ? gaps.fixedValue() : previousRow[j];
                imputed |= model == null || model.needs(j);
            }
        }
        return imputed;
    }

    private void imputeMissingSteps(String machineId, MachineState state, long previous, long timestamp, double[] row) {
        int missing = gaps.missingSteps(previous, timestamp);
        if (missing == 0) {
            return;
        }
        if (imputedRow.length != row.length) {
            imputedRow = new double[row.length];
        }
        // steps that would leave the ring again at once need not enter it
        for (int i = Math.max(1, missing - state.ring().capacity() + 1); i <= missing; i++) {
            gaps.impute(previousRow, row, i, missing, imputedRow);
            state.append(imputedRow, true);
            metrics.imputedStep();
        }
        bundle.breakRun(machineId); // a window that ends on an imputed step is evidence of nothing: it is not scored
    }

    private void complete(String machineId, MachineState state, ServingModel model, long timestamp) {
        UnscoredReason unscored = null;
        if (model == null) {
            unscored = UnscoredReason.NO_MODEL;
        } else if (!state.ring().isFull()) {
            unscored = UnscoredReason.WARMING_UP;
        } else if (!bundle.add(machineId, state, model, timestamp, quality(state))) {
            unscored = UnscoredReason.MISSING_VALUES;
        }
        if (unscored != null) {
            metrics.unscored(unscored);
            bundle.breakRun(machineId);
        }
    }

    private DataQuality quality(MachineState state) {
        int imputed = state.imputed().marked();
        if (imputed == 0) {
            return DataQuality.GOOD;
        }
        boolean degraded = imputed >= settings.degradedShare() * state.ring().capacity();
        return degraded ? DataQuality.DEGRADED : DataQuality.IMPUTED;
    }

    private static double[] ensure(double[] array, int length) {
        return array.length == length ? array : new double[length];
    }

    // -------------------------------------------------------------------------------------------------------------------- timers

    /** A machine has one timer: for its waiting readings while there are any, else for its end. It moves on when it fires too early. */
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
        long newest = state.order().newest();
        return state.order().size() > 0
                ? newest + settings.outOfOrdernessMillis() + settings.idleReleaseMillis()
                : newest + settings.stateTtlMillis();
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
        if (!endOfInput && state.order().size() == 0 && due(state) <= watermark) {
            endSeries(state, ScoredWindow.mark(ScoredWindow.Kind.SILENT, machineId, due(state)));
            if (bundle.stateOf(machineId) != null) {
                flush(); // hands the state back before it is dropped
                setCurrentKey(machineId);
            }
            machines.clear();
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
        ServingModel model = shelf.servingFor(machineId);
        if (model != null) {
            state.relay(model.names(), model.ringRows());
        }
        while (state.order().nextUpTo(Long.MAX_VALUE) != ReorderBuffer.NONE) {
            advance(machineId, state, model);
        }
    }

    @Override
    public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
        throw new IllegalStateException("no processing-time timer of a machine is ever registered, found " + timer);
    }

    @Override
    public void processWatermark(Watermark watermark) throws Exception {
        flush(); // a score that came after its watermark would be late downstream
        if (getTimeServiceManager().isPresent()) {
            getTimeServiceManager().get().advanceWatermark(watermark);
        }
        flush();
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

    // -------------------------------------------------------------------------------------------------------------------- bundle

    private void flushWhenDue() {
        if (bundle.windows() >= settings.bundleWindows()) {
            flush();
        } else if (!bundle.isEmpty() && bundleOpenedMillis == EMPTY) {
            bundleOpenedMillis = getProcessingTimeService().getCurrentProcessingTime();
            if (!flushPending) { // else the timer of an earlier bundle cuts this one's wait short
                getProcessingTimeService().registerTimer(bundleOpenedMillis + settings.bundleDelayMillis(), this);
                flushPending = true;
            }
        }
    }

    @Override
    public void onProcessingTime(long timestamp) {
        flushPending = false;
        flush();
    }

    private void flush() {
        bundle.flush(this);
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
        if (bundleOpenedMillis != EMPTY) {
            metrics.latency(getProcessingTimeService().getCurrentProcessingTime() - bundleOpenedMillis);
        }
    }

    // -------------------------------------------------------------------------------------------------------------------- models

    @Override
    public void processElement2(StreamRecord<ModelRelease> element) throws Exception {
        flush(); // what has been read is scored with the model that served then
        ModelRelease release = element.getValue();
        boolean first = shelf.servingVersion(release.getModelId()) == 0;
        ModelShelf.Answer answer = shelf.offer(release);
        switch (answer.verdict()) {
            case ACCEPTED -> {
                bundle.forgetModels();
                keep(answer.serving(), first);
                report(release, ModelStatusKind.ACCEPTED, answer);
            }
            case REFUSED -> {
                metrics.modelRefused();
                LOG.warn(
                        "Refused model {} version {}: {}", release.getModelId(), release.getVersion(), answer.reason());
                report(release, ModelStatusKind.REFUSED, answer);
            }
            case KNOWN -> LOG.info("Model {} version {} came again", release.getModelId(), release.getVersion());
        }
    }

    private void keep(ServingModel model, boolean first) throws Exception {
        models.put(model.modelId(), encoder.encode(model.release()));
        metrics.modelAccepted();
        if (first) {
            metrics.modelVersion(model.modelId(), () -> shelf.servingVersion(model.modelId()));
        }
        LOG.info("Model {} version {} serves {}", model.modelId(), model.version(), model.patterns());
    }

    /** Every task takes in the same models; one speaks for all. */
    private void report(ModelRelease release, ModelStatusKind kind, ModelShelf.Answer answer) {
        if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() != 0) {
            return;
        }
        output.collect(
                Outputs.MODEL_STATUS,
                new StreamRecord<>(ModelStatus.newBuilder()
                        .setModelId(release.getModelId())
                        .setVersion(release.getVersion())
                        .setStatus(kind)
                        .setReason(answer.reason())
                        .setServingVersion(
                                answer.serving() == null
                                        ? null
                                        : answer.serving().version())
                        .setAtMillis(getProcessingTimeService().getCurrentProcessingTime())
                        .build()));
    }

    // -------------------------------------------------------------------------------------------------------- readings
    // not used

    private void reject(RawReading reading, SensorNames names) {
        metrics.rejected();
        String detail = names.size() == 0
                ? "expected at least one sensor with a value, found none"
                : "expected at least one of the sensors " + names
                        + ", found none of them: check the names, or the model's pattern";
        output.collect(Outputs.REJECTED, deadLetter(reading, RejectReason.NO_KNOWN_SENSOR, detail));
    }

    private void late(RawReading reading, String detail) {
        metrics.late();
        output.collect(Outputs.LATE, deadLetter(reading, RejectReason.LATE, detail));
    }

    private StreamRecord<RejectedReading> deadLetter(RawReading reading, RejectReason reason, String detail) {
        return new StreamRecord<>(
                RejectedReading.newBuilder()
                        .setReason(reason)
                        .setDetail(detail)
                        .setTopic(reading.topic())
                        .setPartition(reading.partition())
                        .setOffset(reading.offset())
                        .setKey(reading.key() == null ? null : ByteBuffer.wrap(reading.key()))
                        .setValue(ByteBuffer.wrap(reading.value()))
                        .setRejectedAtMillis(getProcessingTimeService().getCurrentProcessingTime())
                        .setMachineId(reading.machineId())
                        .setTimestampMillis(reading.timestampMillis())
                        .build(),
                reading.timestampMillis());
    }
}
