package io.millrace.benchmarks.scale;

import io.millrace.benchmarks.traffic.BenchModel;
import io.millrace.benchmarks.traffic.Fleet;
import io.millrace.job.config.JobConfig;
import io.millrace.job.operator.EventAssemblyFactory;
import io.millrace.job.operator.EventSettings;
import io.millrace.job.operator.ModelSettings;
import io.millrace.job.operator.RawReading;
import io.millrace.job.operator.ScoredWindow;
import io.millrace.job.operator.ScoringOperatorFactory;
import io.millrace.job.operator.ScoringSettings;
import io.millrace.job.source.ReadingParsers;
import io.millrace.schemas.Alert;
import io.millrace.schemas.ModelRelease;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.runtime.state.storage.FileSystemCheckpointStorage;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.RecordAttributes;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** Scoring and event assembly of one task, as the job chains them, fed with readings as they come from the broker. Used by one thread. */
public final class MachineTask implements AutoCloseable {

    private static final int MAX_PARALLELISM = 128;

    private final Scoring scoring;
    private final KeyedOneInputStreamOperatorTestHarness<String, ScoredWindow, Alert> assembly;
    private long scored;
    private long alerts;

    /** Where a task keeps its machines. */
    public enum Backend {
        HEAP,
        ROCKSDB;

        StateBackend create() {
            return this == HEAP ? new HashMapStateBackend() : new EmbeddedRocksDBStateBackend(true);
        }
    }

    /**
     * What a checkpoint of the task was.
     *
     * @param bytes written for it
     */
    public record Checkpoint(long bytes, long nanos) {}

    private static final class Scoring extends AbstractStreamOperatorTestHarness<ScoredWindow> {

        Scoring(ScoringOperatorFactory factory) throws Exception {
            super(factory, MAX_PARALLELISM, 1, 0);
            config.setStatePartitioner(0, (KeySelector<RawReading, String>) RawReading::machineId);
            config.setStateKeySerializer(Types.STRING.createSerializer(executionConfig.getSerializerConfig()));
            config.serializeAllConfigs();
        }

        @Override
        public void close() {
            try {
                super.close();
            } catch (Exception e) {
                throw new IllegalStateException("the scoring task cannot be closed: " + e.getMessage(), e);
            }
        }

        @SuppressWarnings("unchecked") // it is what the factory makes
        TwoInputStreamOperator<RawReading, ModelRelease, ScoredWindow> scoring() {
            return (TwoInputStreamOperator<RawReading, ModelRelease, ScoredWindow>) operator;
        }
    }

    /**
     * @param model that serves every machine, or null for none: readings then fill rings and end there
     * @param directory of checkpoints
     */
    public MachineTask(BenchModel model, Backend backend, Path directory) throws Exception {
        List<byte[]> releases = model == null ? List.of() : List.of(model.encodedRelease());
        var parsers = ReadingParsers.of(
                JobConfig.of(Map.of("kafka.bootstrap-servers", "none:1")).source());
        assembly = new KeyedOneInputStreamOperatorTestHarness<>(
                new EventAssemblyFactory(EventSettings.DEFAULTS),
                ScoredWindow::machineId,
                Types.STRING,
                MAX_PARALLELISM,
                1,
                0);
        assembly.setStateBackend(backend.create());
        assembly.setCheckpointStorage(new FileSystemCheckpointStorage(directory.toUri()));
        assembly.setOutputCreator(serializer -> new Counting());
        assembly.setup(new AvroTypeInfo<>(Alert.class)
                .createSerializer(assembly.getExecutionConfig().getSerializerConfig()));
        assembly.initializeEmptyState();
        assembly.open();

        scoring =
                new Scoring(new ScoringOperatorFactory(ScoringSettings.DEFAULTS, parsers, ModelSettings.of(releases)));
        scoring.setStateBackend(backend.create());
        scoring.setCheckpointStorage(new FileSystemCheckpointStorage(directory.toUri()));
        scoring.setOutputCreator(serializer -> new Chained());
        scoring.setup(
                ScoredWindow.TYPE.createSerializer(scoring.getExecutionConfig().getSerializerConfig()));
        scoring.initializeEmptyState();
        scoring.open();
    }

    /** Takes a reading in; scores leave when the bundle is full. */
    public void reading(int machine, long timestampMillis, byte[] value) throws Exception {
        var reading = new RawReading(Fleet.machineId(machine), timestampMillis, null, value, "readings", 0, 0);
        var element = new StreamRecord<>(reading, timestampMillis);
        scoring.scoring().setKeyContextElement1(element);
        scoring.scoring().processElement1(element);
    }

    /** Takes a model's release in. */
    public void model(ModelRelease release) throws Exception {
        var element = new StreamRecord<>(release);
        scoring.scoring().setKeyContextElement2(element);
        scoring.scoring().processElement2(element);
    }

    /** Scores what waits. */
    public void flush() throws Exception {
        scoring.prepareSnapshotPreBarrier(0);
    }

    public Checkpoint checkpoint(long id) throws Exception {
        long start = System.nanoTime();
        scoring.prepareSnapshotPreBarrier(id);
        OperatorSubtaskState machines = scoring.snapshot(id, id);
        OperatorSubtaskState events = assembly.snapshot(id, id);
        long nanos = System.nanoTime() - start;
        return new Checkpoint(machines.getCheckpointedSize() + events.getCheckpointedSize(), nanos);
    }

    /** Tells the backends that a checkpoint is complete, so that the next one may build on it. */
    public void completed(long id) throws Exception {
        scoring.notifyOfCompletedCheckpoint(id);
        assembly.notifyOfCompletedCheckpoint(id);
    }

    public long scored() {
        return scored;
    }

    public long alerts() {
        return alerts;
    }

    @Override
    public void close() {
        try {
            scoring.close();
            assembly.close();
        } catch (Exception e) {
            throw new IllegalStateException("the task cannot be closed: " + e.getMessage(), e);
        }
    }

    /** Hands scored windows to event assembly, as a chained output does. */
    private final class Chained extends Nowhere<ScoredWindow> {
        @Override
        public void collect(StreamRecord<ScoredWindow> window) {
            scored++;
            try {
                assembly.getOneInputOperator().setKeyContextElement(window);
                assembly.getOneInputOperator().processElement(window);
            } catch (Exception e) {
                throw new IllegalStateException("event assembly failed", e);
            }
        }
    }

    private final class Counting extends Nowhere<Alert> {
        @Override
        public void collect(StreamRecord<Alert> alert) {
            alerts++;
        }
    }

    /** An output that takes everything and keeps nothing. */
    private abstract static class Nowhere<T> implements Output<StreamRecord<T>> {
        @Override
        public void emitWatermark(Watermark mark) {}

        @Override
        public void emitWatermarkStatus(WatermarkStatus status) {}

        @Override
        public <X> void collect(OutputTag<X> tag, StreamRecord<X> record) {}

        @Override
        public void emitLatencyMarker(LatencyMarker marker) {}

        @Override
        public void emitRecordAttributes(RecordAttributes attributes) {}

        @Override
        public void emitWatermark(org.apache.flink.runtime.event.WatermarkEvent watermark) {}

        @Override
        public void close() {}
    }
}
