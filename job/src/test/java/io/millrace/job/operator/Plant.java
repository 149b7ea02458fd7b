package io.millrace.job.operator;

import io.millrace.schemas.Alert;
import io.millrace.schemas.WindowScore;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** Scoring and event assembly at some parallelism, wired as the job wires them, one element at a time. */
final class Plant implements AutoCloseable {

    /** One subtask of the chain. */
    private static final class Lane {
        private final ScoringHarness scoring;
        private final KeyedOneInputStreamOperatorTestHarness<String, ScoredWindow, Alert> events;

        Lane(Design design, int subtask, Saved saved) throws Exception {
            scoring = new ScoringHarness(design.scoring(), design.models(), design.parallelism(), subtask);
            if (design.rocksDb()) {
                scoring.setStateBackend(new EmbeddedRocksDBStateBackend());
            }
            scoring.begin(saved == null ? null : saved.scoring().get(subtask));
            events = new KeyedOneInputStreamOperatorTestHarness<>(
                    new EventAssemblyFactory(design.events()),
                    ScoredWindow::machineId,
                    Types.STRING,
                    ScoringHarness.MAX_PARALLELISM,
                    design.parallelism(),
                    subtask);
            if (design.rocksDb()) {
                events.setStateBackend(new EmbeddedRocksDBStateBackend());
            }
            if (saved != null) {
                events.initializeState(saved.events().get(subtask));
            }
            events.open();
        }

        /** Hands on what scoring has emitted, watermarks included, in its order. */
        void forward() throws Exception {
            Object emitted;
            while ((emitted = scoring.getOutput().poll()) != null) {
                if (emitted instanceof Watermark watermark) {
                    events.processWatermark(watermark);
                } else if (emitted instanceof StreamRecord<?> element) {
                    var window = (ScoredWindow) element.getValue();
                    events.processElement(new StreamRecord<>(window, window.timestampMillis()));
                }
            }
        }

        void close() {
            try {
                scoring.close();
                events.close();
            } catch (Exception e) {
                throw new IllegalStateException("a task cannot be closed", e);
            }
        }
    }

    /** How a plant is built. */
    record Design(
            ScoringSettings scoring, EventSettings events, int parallelism, List<byte[]> models, boolean rocksDb) {

        static Design of(ScoringSettings scoring, TinyModels.Recipe model) {
            return new Design(scoring, EventSettings.DEFAULTS, 1, List.of(model.encodedRelease()), false);
        }

        Design events(EventSettings other) {
            return new Design(scoring, other, parallelism, models, rocksDb);
        }

        Design scoring(ScoringSettings other) {
            return new Design(other, events, parallelism, models, rocksDb);
        }

        Design parallelism(int other) {
            return new Design(scoring, events, other, models, rocksDb);
        }

        Design onRocksDb() {
            return new Design(scoring, events, parallelism, models, true);
        }
    }

    /** A checkpoint. */
    record Saved(List<OperatorSubtaskState> scoring, List<OperatorSubtaskState> events) {}

    private final List<Alert> alerts;
    private Design design;
    private List<Lane> lanes;
    private long checkpoints;

    Plant(Design design) throws Exception {
        this.design = design;
        this.alerts = new ArrayList<>();
        start(null);
    }

    private void start(Saved saved) throws Exception {
        lanes = new ArrayList<>();
        for (int subtask = 0; subtask < design.parallelism(); subtask++) {
            lanes.add(new Lane(design, subtask, saved));
        }
    }

    private Lane laneOf(String machineId) {
        return lanes.get(KeyGroupRangeAssignment.assignKeyToParallelOperator(
                machineId, ScoringHarness.MAX_PARALLELISM, design.parallelism()));
    }

    void reading(String machineId, long timestampMillis, double... values) throws Exception {
        laneOf(machineId).scoring.reading(machineId, timestampMillis, values);
        laneOf(machineId).forward();
    }

    void reading(RawReading reading) throws Exception {
        laneOf(reading.machineId()).scoring.reading(reading);
        laneOf(reading.machineId()).forward();
    }

    void watermark(long timestampMillis) throws Exception {
        for (Lane lane : lanes) {
            lane.scoring.watermark(timestampMillis);
            lane.forward();
        }
    }

    void processingTime(long millis) throws Exception {
        for (Lane lane : lanes) {
            lane.scoring.setProcessingTime(millis);
            lane.forward();
        }
    }

    void endOfInput() throws Exception {
        watermark(Long.MAX_VALUE);
    }

    /** Takes a checkpoint, loses everything, and starts again from it. */
    void failAndRestore() throws Exception {
        Saved saved = checkpoint();
        keepAlerts();
        close();
        start(saved);
    }

    /** Takes a savepoint, and starts again from it with another parallelism. */
    void rescale(int parallelism) throws Exception {
        Saved saved = checkpoint();
        keepAlerts();
        close();
        int before = design.parallelism();
        design = design.parallelism(parallelism);
        start(new Saved(spread(saved.scoring(), before), spread(saved.events(), before)));
    }

    /** Hands the state of as many tasks as there were to as many as there are. */
    private List<OperatorSubtaskState> spread(List<OperatorSubtaskState> states, int before) throws Exception {
        OperatorSubtaskState all =
                AbstractStreamOperatorTestHarness.repackageState(states.toArray(OperatorSubtaskState[]::new));
        var spread = new ArrayList<OperatorSubtaskState>();
        for (int subtask = 0; subtask < design.parallelism(); subtask++) {
            spread.add(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                    all, ScoringHarness.MAX_PARALLELISM, before, design.parallelism(), subtask));
        }
        return spread;
    }

    private Saved checkpoint() throws Exception {
        var scoring = new ArrayList<OperatorSubtaskState>();
        var events = new ArrayList<OperatorSubtaskState>();
        long id = ++checkpoints;
        for (Lane lane : lanes) {
            lane.scoring.prepareSnapshotPreBarrier(id);
            lane.forward();
            scoring.add(lane.scoring.snapshot(id, id));
            events.add(lane.events.snapshot(id, id));
        }
        return new Saved(scoring, events);
    }

    private void keepAlerts() {
        lanes.forEach(lane -> alerts.addAll(lane.events.extractOutputValues()));
    }

    /** All alerts so far by machine, each machine's in their order. */
    TreeMap<String, List<Alert>> alertsByMachine() {
        var byMachine = new TreeMap<String, List<Alert>>();
        for (Alert alert : alerts()) {
            byMachine
                    .computeIfAbsent(alert.getMachineId(), unseen -> new ArrayList<>())
                    .add(alert);
        }
        return byMachine;
    }

    List<Alert> alerts() {
        var all = new ArrayList<>(alerts);
        lanes.forEach(lane -> all.addAll(lane.events.extractOutputValues()));
        return all;
    }

    /** Scores published by the running tasks. */
    List<WindowScore> scores() {
        var all = new ArrayList<WindowScore>();
        for (Lane lane : lanes) {
            var queue = lane.events.getSideOutput(Outputs.SCORES);
            if (queue != null) {
                queue.forEach(element -> all.add(element.getValue()));
            }
        }
        return all;
    }

    @Override
    public void close() {
        lanes.forEach(Lane::close);
    }
}
