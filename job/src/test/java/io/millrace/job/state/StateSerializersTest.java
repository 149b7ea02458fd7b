package io.millrace.job.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.artefact.ModelDelta;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.LstmLayer;
import io.millrace.detection.morphology.EventTracker;
import io.millrace.detection.window.ReorderBuffer;
import io.millrace.job.state.MachineDeltas.Held;
import io.millrace.schemas.DataQuality;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class StateSerializersTest {

    private static final List<String> NAMES = List.of("temperature", "pressure");

    private final MachineStateSerializer machines = new MachineStateSerializer();
    private final MachineHead.Serializer heads = new MachineHead.Serializer();
    private final TypeSerializer<MachineDeltas> deltas = new MachineDeltas.Serializer();
    private final EventStateSerializer events = new EventStateSerializer();

    private static MachineState machine(int rows, int seen) {
        var state = new MachineState(SensorNames.of(NAMES), rows);
        var random = new Random(seen);
        for (int i = 0; i < seen; i++) {
            state.append(new double[] {random.nextGaussian(), random.nextGaussian()}, random.nextInt(4) == 0);
        }
        state.order().offer(1_000, new double[] {1, Double.NaN}, 500);
        state.order().take();
        state.order().offer(1_300, new double[] {3, 4}, 500);
        state.order().offer(1_200, new double[] {5, 6}, 500);
        state.scoredBy("tiny", 7);
        state.smoothed(0.25);
        state.heard(8_000);
        state.timerMillis(9_000);
        state.memoryBytes(new byte[] {1, 2, 3});
        return state;
    }

    private static EventState event() {
        var state = new EventState();
        var evidence = new Evidence(
                new String[] {"temperature"},
                new double[] {0.9},
                new double[] {80},
                new double[] {60},
                new int[] {0, 3},
                new double[] {0.5, 0.25},
                0.75,
                "temperature is high.");
        var tally = new Tally();
        tally.add(6, 2, 7, false, DataQuality.IMPUTED, evidence);
        state.scoredBy("tiny", "lstm-autoencoder");
        state.seen(1_000, 2);
        state.seen(2_000, 2);
        state.runBegins(2_000);
        state.event(new OpenEvent("cafe", 1_000, 2_000, tally));
        state.event().published(2);
        state.tracker(new EventTracker.State(9, -1, 4, 7));
        var pending = new Tally();
        pending.add(1, 2, 7, false, DataQuality.GOOD, null);
        state.pending(pending);
        return state;
    }

    private static <T> byte[] bytes(TypeSerializer<T> serializer, T value) throws IOException {
        var out = new DataOutputSerializer(256);
        serializer.serialize(value, out);
        return out.getCopyOfBuffer();
    }

    private static <T> T read(TypeSerializer<T> serializer, byte[] bytes) throws IOException {
        var in = new DataInputDeserializer(bytes);
        T value = serializer.deserialize(in);
        assertThat(in.available()).as("bytes left over").isZero();
        return value;
    }

    @Test
    void machineComesBackAsItWasHoweverFullItsRing() throws IOException {
        for (int rows : new int[] {1, 5, 63, 64, 65, 130}) {
            for (int seen : new int[] {0, 1, rows - 1, rows, rows + 1, 3 * rows + 2}) {
                MachineState before = machine(rows, seen);
                MachineState after = read(machines, bytes(machines, before));

                assertThat(after.ring()).isEqualTo(before.ring());
                assertThat(after.imputed().marked()).isEqualTo(before.imputed().marked());
                for (int back = 0; back < after.ring().count(); back++) {
                    assertThat(after.imputed().marked(back))
                            .isEqualTo(before.imputed().marked(back));
                }
                assertThat(after.names()).isSameAs(before.names());
                assertThat(bytes(machines, after)).isEqualTo(bytes(machines, before));
            }
        }
    }

    @Test
    void waitingReadingsComeBackInTheirOrder() throws IOException {
        ReorderBuffer order = read(machines, bytes(machines, machine(4, 2))).order();

        assertThat(order.newest()).isEqualTo(1_300);
        assertThat(order.lastReleased()).isEqualTo(1_000);
        assertThat(order.timestamp(0)).isEqualTo(1_200);
        assertThat(order.row(0)).containsExactly(5, 6);
        assertThat(order.timestamp(1)).isEqualTo(1_300);
    }

    /** A copy that shares anything with its original would change a checkpoint while it is being written. */
    @Test
    void copyOfAMachineSharesNothingThatChanges() throws IOException {
        MachineState original = machine(5, 12);
        byte[] before = bytes(machines, original);
        MachineState copy = machines.copy(original);
        assertThat(bytes(machines, copy)).isEqualTo(before);

        copy.append(new double[] {7, 7}, true);
        copy.order().take()[0] = 99; // as filling in a missing value does
        copy.smoothed(9);
        copy.forgetMemory();
        copy.relay(SensorNames.of(List.of("pressure")), 3);

        assertThat(bytes(machines, original)).isEqualTo(before);
    }

    @Test
    void copyOfAnEventSharesNothingThatChanges() throws IOException {
        EventState original = event();
        byte[] before = bytes(events, original);
        EventState copy = events.copy(original);
        assertThat(bytes(events, copy)).isEqualTo(before);

        copy.event().tally().add(copy.pending());
        copy.pending().add(9, 2, 8, true, DataQuality.DEGRADED, null);
        copy.event().published(9);
        copy.event().endsAtMillis(9);
        copy.seen(3_000, 2);
        copy.restartSeries();

        assertThat(bytes(events, original)).isEqualTo(before);
    }

    @Test
    void eventComesBackAsItWas() throws IOException {
        EventState after = read(events, bytes(events, event()));

        assertThat(bytes(events, after)).isEqualTo(bytes(events, event()));
        assertThat(after.event().tally().peakEvidence().reason()).isEqualTo("temperature is high.");
        assertThat(after.event().publishedLength()).isEqualTo(2);
        assertThat(after.tracker()).isEqualTo(new EventTracker.State(9, -1, 4, 7));
        assertThat(after.runOnsetMillis()).isEqualTo(1_000);
    }

    @Test
    void quietStatesAreWrittenToo() throws IOException {
        assertThat(bytes(events, read(events, bytes(events, new EventState()))))
                .isEqualTo(bytes(events, new EventState()));
    }

    @Test
    void stateOfANewerJobIsRefused() throws IOException {
        byte[] bytes = bytes(machines, machine(4, 2));
        bytes[0] = 99;

        assertThatThrownBy(() -> read(machines, bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the state of a machine")
                .hasMessageContaining("found 99")
                .hasMessageContaining("newer job");
    }

    /** The bytes of version 1: whatever the current version writes, it must read these. */
    @Test
    void stateOfVersion1IsRead() throws IOException {
        MachineState machine = read(machines, golden("machine-v1.hex"));
        EventState event = read(events, golden("events-v1.hex"));

        assertThat(bytes(machines, machine)).isEqualTo(bytes(machines, machine(3, 4)));
        assertThat(bytes(events, event)).isEqualTo(bytes(events, event()));
    }

    @Test
    void silenceOfVersion2IsRead() throws IOException {
        MachineState machine = machine(3, 4);
        machine.silent(true);
        EventState event = event();
        event.silence(new Silence(5_000, 1_000));

        assertThat(bytes(machines, machine)).isEqualTo(golden("machine-v2.hex"));
        assertThat(bytes(machines, read(machines, golden("machine-v2.hex")))).isEqualTo(golden("machine-v2.hex"));
        assertThat(bytes(events, event)).isEqualTo(golden("events-v3.hex"));
        assertThat(bytes(events, read(events, golden("events-v2.hex")))).isEqualTo(golden("events-v3.hex"));
        assertThat(read(events, golden("events-v2.hex")).silence()).isEqualTo(new Silence(5_000, 1_000));
        assertThat(bytes(heads, head(machine))).isEqualTo(golden("machine-head-v2.hex"));
        MachineHead head = read(heads, golden("machine-head-v2.hex"));
        assertThat(head.with(machine.names(), machine.ring()).silent()).isTrue();
    }

    @Test
    void levelsOfAScoreComeBackAsTheyWere() throws IOException {
        var levels = new ScoreLevels(
                0.625, new String[] {"isolation-forest", "window-pca"}, new double[] {0.5, 0.75}, new double[] {0.5, 0.5
                });
        var evidence = new Evidence(
                new String[0],
                new double[0],
                new double[0],
                new double[0],
                new int[0],
                new double[0],
                0.75,
                "high",
                levels);
        var tally = new Tally();
        tally.add(6, 2, 7, true, DataQuality.GOOD, evidence);
        var state = new EventState();
        state.event(new OpenEvent("cafe", 1_000, 2_000, tally));

        EventState after = read(events, bytes(events, state));

        ScoreLevels read = after.event().tally().peakEvidence().levels();
        assertThat(read.level()).isEqualTo(0.625);
        assertThat(read.members()).containsExactly("isolation-forest", "window-pca");
        assertThat(read.scores()).containsExactly(0.5, 0.75);
        assertThat(read.weights()).containsExactly(0.5, 0.5);
        assertThat(bytes(events, after)).isEqualTo(bytes(events, state));
    }

    @Test
    void headOfVersion1IsRead() throws IOException {
        MachineHead head = read(heads, golden("machine-head-v1.hex"));

        assertThat(bytes(heads, head)).isEqualTo(bytes(heads, head(machine(3, 4))));
    }

    @Test
    void deltasOfVersion1AreRead() throws IOException {
        var expected = new MachineDeltas(List.of(Held.plain(delta(1, false)), Held.plain(delta(2, true))));

        assertThat(read(deltas, golden("machine-deltas-v1.hex"))).isEqualTo(expected);
        assertThat(read(deltas, bytes(deltas, expected))).isEqualTo(expected);
    }

    @Test
    void deltasKeepWhatTheirReleasesSaid() throws IOException {
        var expected = new MachineDeltas(List.of(new Held(delta(1, false), 3, 9_000), Held.plain(delta(2, true))));

        assertThat(HexFormat.of().formatHex(bytes(deltas, expected)))
                .isEqualTo(HexFormat.of().formatHex(golden("machine-deltas-v2.hex")));
        assertThat(read(deltas, golden("machine-deltas-v2.hex"))).isEqualTo(expected);
    }

    private static ModelDelta delta(long version, boolean all) {
        var layer = new LstmLayer(1, 1, new float[] {1, 2, 3, 4}, new float[] {5, 6, 7, 8}, new float[] {9, 8, 7, 6});
        return new ModelDelta(
                "pumps-pump-7",
                version,
                1_000,
                "pump-7",
                "pumps",
                version,
                "ab".repeat(32),
                all ? Optional.of(new ModelDelta.Recurrent(layer, layer)) : Optional.empty(),
                new DenseLayer(1, 1, new float[] {0.5f}, new float[] {-0.25f}),
                0.75,
                "by hand",
                Collections.emptySortedMap());
    }

    @Test
    void headKeepsAllButOlderRowsAndNames() throws IOException {
        MachineState before = machine(5, 12);
        MachineHead head = read(heads, bytes(heads, head(before)));

        MachineState after = head.with(before.names(), before.ring());

        assertThat(bytes(machines, after)).isEqualTo(bytes(machines, before));
        assertThat(head.names()).isEqualTo(SensorNames.of(NAMES).fingerprint());
        assertThat(after.log().tail()).isEqualTo(2);
    }

    private static MachineHead head(MachineState state) {
        state.log(RowLog.of(2));
        var tail = new double[2 * NAMES.size()];
        state.ring().copyNewest(2, tail);
        return MachineHead.of(state, tail);
    }

    private static byte[] golden(String file) throws IOException {
        try (InputStream in = StateSerializersTest.class.getResourceAsStream(file)) {
            return HexFormat.of().parseHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip());
        }
    }

    @Test
    void snapshotsOfTheSerializersRestoreThem() throws IOException {
        assertThat(restored(machines)).isInstanceOf(MachineStateSerializer.class);
        assertThat(restored(events)).isInstanceOf(EventStateSerializer.class);
        assertThat(restored(heads)).isInstanceOf(MachineHead.Serializer.class);
        assertThat(restored(deltas)).isInstanceOf(MachineDeltas.Serializer.class);
        assertThat(restored(new SensorNamesSerializer())).isInstanceOf(SensorNamesSerializer.class);
    }

    private static <T> TypeSerializer<T> restored(TypeSerializer<T> serializer) throws IOException {
        var out = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
        return TypeSerializerSnapshot.<T>readVersionedSnapshot(
                        new DataInputDeserializer(out.getCopyOfBuffer()), StateSerializersTest.class.getClassLoader())
                .restoreSerializer();
    }

    @Test
    void relaidRowsKeepTheirValuesByName() {
        MachineState state = machine(3, 5);
        var before = new double[6];
        state.ring().copyTo(before);

        state.relay(SensorNames.of(List.of("flow", "pressure", "temperature")), 2);

        var after = new double[6];
        state.ring().copyTo(after);
        assertThat(after).containsExactly(Double.NaN, before[3], before[2], Double.NaN, before[5], before[4]);
        assertThat(state.order().row(0)).containsExactly(Double.NaN, 6, 5);
        assertThat(state.order().newest()).isEqualTo(1_300);
    }

    @Test
    void anotherModelStartsSmoothingAndMemoryAnew() {
        MachineState state = machine(3, 5);
        state.scoredBy("tiny", 7);
        assertThat(state.smoothed()).isEqualTo(0.25);
        assertThat(state.memoryBytes()).isNotNull();

        state.scoredBy("tiny", 8);

        assertThat(state.smoothed()).isNaN();
        assertThat(state.memoryBytes()).isNull();
    }
}
