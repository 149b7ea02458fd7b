package io.millrace.job.operator;

import io.millrace.job.state.MachineState;
import io.millrace.job.state.MachineStateSerializer;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.signature.TrustedKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** One scoring task without a cluster. */
final class ScoringHarness extends AbstractStreamOperatorTestHarness<ScoredWindow> {

    static final int MAX_PARALLELISM = 128;

    ScoringHarness(ScoringSettings settings, List<byte[]> startReleases, int parallelism, int subtask)
            throws Exception {
        this(settings, startReleases, Optional.empty(), parallelism, subtask);
    }

    ScoringHarness(
            ScoringSettings settings,
            List<byte[]> startReleases,
            Optional<OwnModelFolder> machines,
            int parallelism,
            int subtask)
            throws Exception {
        this(
                settings,
                new ModelSettings(
                        "harness",
                        TrustedKeys.NONE,
                        1 << 20,
                        startReleases,
                        machines.map(OwnModelFolder::path).orElse("")),
                parallelism,
                subtask);
    }

    ScoringHarness(ScoringSettings settings, ModelSettings models, int parallelism, int subtask) throws Exception {
        super(new ScoringOperatorFactory(settings, TextReadings::new, models), MAX_PARALLELISM, parallelism, subtask);
        config.setStatePartitioner(0, (KeySelector<RawReading, String>) RawReading::machineId);
        config.setStateKeySerializer(Types.STRING.createSerializer(executionConfig.getSerializerConfig()));
        config.serializeAllConfigs();
    }

    /** A task that runs, with the state of a checkpoint or without. */
    static ScoringHarness started(ScoringSettings settings, OperatorSubtaskState state, TinyModels.Recipe... models)
            throws Exception {
        var releases = new ArrayList<byte[]>();
        for (TinyModels.Recipe model : models) {
            releases.add(model.encodedRelease());
        }
        var harness = new ScoringHarness(settings, releases, 1, 0);
        harness.begin(state);
        return harness;
    }

    void begin(OperatorSubtaskState state) throws Exception {
        setup(ScoredWindow.TYPE.createSerializer(executionConfig.getSerializerConfig()));
        if (state == null) {
            initializeEmptyState();
        } else {
            initializeState(state);
        }
        open();
    }

    private ScoringOperator scoring() {
        return (ScoringOperator) operator;
    }

    void reading(String machineId, long timestampMillis, double... values) throws Exception {
        reading(machineId, timestampMillis, TinyModels.SENSORS, values);
    }

    void reading(String machineId, long timestampMillis, String[] sensors, double... values) throws Exception {
        reading(new RawReading(
                machineId, timestampMillis, null, TextReadings.encode(sensors, values), "readings", 0, 7));
    }

    void reading(RawReading reading) throws Exception {
        var element = new StreamRecord<>(reading, reading.timestampMillis());
        scoring().setKeyContextElement1(element);
        scoring().processElement1(element);
    }

    void model(ModelRelease release) throws Exception {
        var element = new StreamRecord<>(release);
        scoring().setKeyContextElement2(element);
        scoring().processElement2(element);
    }

    void watermark(long timestampMillis) throws Exception {
        scoring().processWatermark1(new Watermark(timestampMillis));
    }

    void modelsWatermark(long timestampMillis) throws Exception {
        scoring().processWatermark2(new Watermark(timestampMillis));
    }

    void idle(boolean readings, boolean models) throws Exception {
        scoring().processWatermarkStatus1(readings ? WatermarkStatus.IDLE : WatermarkStatus.ACTIVE);
        scoring().processWatermarkStatus2(models ? WatermarkStatus.IDLE : WatermarkStatus.ACTIVE);
    }

    void endReadings() throws Exception {
        scoring().endInput(1);
    }

    /** A checkpoint as a task takes it: first what must not be in flight, then the snapshot. */
    OperatorSubtaskState checkpoint(long id) throws Exception {
        prepareSnapshotPreBarrier(id);
        return snapshot(id, id);
    }

    int stateEntries() {
        return entries("machine");
    }

    /** Machines with a delta in this task. */
    int deltaEntries() {
        return entries("machine-deltas");
    }

    private int entries(String state) {
        try (Stream<String> keys = scoring().<String>getKeyedStateBackend().getKeys(state, VoidNamespace.INSTANCE)) {
            return (int) keys.count();
        }
    }

    /** The state of machines as a checkpoint would write it. */
    byte[] machineBytes(String... machineIds) throws Exception {
        ValueState<MachineState> machines = scoring()
                .getKeyedStateStore()
                .getState(new ValueStateDescriptor<>("machine", new MachineStateSerializer()));
        prepareSnapshotPreBarrier(0);
        var out = new DataOutputSerializer(1024);
        for (String machineId : machineIds) {
            scoring().setCurrentKey(machineId);
            new MachineStateSerializer().serialize(machines.value(), out);
        }
        return out.getCopyOfBuffer();
    }

    /** Everything emitted since the last call, marks and windows. */
    List<ScoredWindow> taken() {
        List<ScoredWindow> emitted = new ArrayList<>(extractOutputValues());
        getOutput().clear();
        return emitted;
    }

    <T> List<T> side(OutputTag<T> tag) {
        var queue = getSideOutput(tag);
        return queue == null
                ? List.of()
                : queue.stream().map(StreamRecord::getValue).toList();
    }

    @Override
    public void close() {
        try {
            super.close();
        } catch (Exception e) {
            throw new IllegalStateException("the task cannot be closed", e);
        }
    }
}
