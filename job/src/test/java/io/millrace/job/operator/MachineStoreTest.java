package io.millrace.job.operator;

import static io.millrace.job.operator.Settings.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.detection.threshold.AlertLevels;
import io.millrace.detection.window.Imputation;
import io.millrace.job.operator.TinyModels.Recipe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole on the heap or in parts on disk: a machine's state is the same. */
class MachineStoreTest {

    private static final String[] OTHER_SENSORS = {"vibration", "flow", "temperature"};
    private static final int READINGS = 600;

    private enum Backend {
        HEAP,
        ROCKSDB;

        StateBackend create() {
            return this == HEAP ? new HashMapStateBackend() : new EmbeddedRocksDBStateBackend();
        }
    }

    /** Readings of five machines with pauses and disorder; in the middle a model for other sensors and longer windows. */
    private static final class Stream {
        private final Random random;
        private final long[] times = new long[5];
        private int taken;

        Stream(long seed) {
            random = new Random(seed);
        }

        void next(ScoringHarness harness) throws Exception {
            if (taken == READINGS / 2) {
                harness.model(model().version(2).seed(2).sensors(OTHER_SENSORS).release());
            }
            int machine = random.nextInt(times.length);
            times[machine] += SECOND;
            if (random.nextInt(60) == 0) {
                times[machine] += (1 + random.nextInt(90)) * SECOND; // imputed, or the series begins anew
            }
            long disorder = random.nextInt(8) == 0 ? 1500 : 0;
            String[] sensors = random.nextInt(4) == 0 ? OTHER_SENSORS : TinyModels.SENSORS;
            harness.reading(
                    "machine-" + machine,
                    times[machine] + disorder,
                    sensors,
                    random.nextGaussian(),
                    random.nextGaussian(),
                    random.nextGaussian());
            taken++;
        }
    }

    private static Recipe model() {
        return Recipe.plain().smoothing(0.5);
    }

    private static ScoringHarness harness(Backend backend, int bundle, OperatorSubtaskState state, Recipe... models)
            throws Exception {
        var releases = new ArrayList<byte[]>();
        for (Recipe model : models) {
            releases.add(model.encodedRelease());
        }
        var settings = new ScoringSettings(
                2 * SECOND,
                10 * SECOND,
                Settings.HOUR,
                0,
                SECOND,
                Settings.MINUTE,
                Imputation.PREVIOUS,
                0,
                0.5,
                40,
                bundle,
                50,
                3,
                3,
                AlertLevels.DEFAULT);
        var harness = new ScoringHarness(settings, releases, 1, 0);
        harness.setStateBackend(backend.create());
        harness.begin(state);
        return harness;
    }

    /** A savepoint in the form that every backend reads. */
    private static OperatorSubtaskState savepoint(ScoringHarness harness, long id) throws Exception {
        harness.prepareSnapshotPreBarrier(id);
        return harness.snapshotWithLocalState(id, id, SavepointType.savepoint(SavepointFormatType.CANONICAL))
                .getJobManagerOwnedState();
    }

    private static List<ScoredWindow> undisturbed(long seed, int bundle, Recipe... models) throws Exception {
        try (ScoringHarness harness = harness(Backend.HEAP, bundle, null, models)) {
            var stream = new Stream(seed);
            for (int i = 0; i < READINGS; i++) {
                stream.next(harness);
            }
            harness.endReadings();
            return harness.taken();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 7", "3, 100"})
    void scoresFromDiskAsFromTheHeap(long seed, int bundle) throws Exception {
        try (ScoringHarness harness = harness(Backend.ROCKSDB, bundle, null, model())) {
            var stream = new Stream(seed);
            for (int i = 0; i < READINGS; i++) {
                stream.next(harness);
            }
            harness.endReadings();

            assertThat(byMachine(harness.taken()))
                    .isEqualTo(byMachine(undisturbed(seed, bundle, model())))
                    .hasSizeGreaterThan(READINGS / 3);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void movesBetweenHeapAndDiskBySavepoint(long seed) throws Exception {
        var stream = new Stream(seed);
        var scored = new ArrayList<ScoredWindow>();
        OperatorSubtaskState saved = null;
        for (int part = 0; part < 6; part++) {
            Backend backend = part % 2 == 0 ? Backend.HEAP : Backend.ROCKSDB;
            try (ScoringHarness harness = harness(backend, 7, saved, model())) {
                for (int i = 0; i < READINGS / 6; i++) {
                    stream.next(harness);
                }
                saved = savepoint(harness, part + 1);
                scored.addAll(harness.taken());
            }
        }

        // where savepoints cut the bundles makes no difference to what a machine's windows score
        assertThat(byMachine(scored)).isEqualTo(byMachine(undisturbed(seed, 7, model())));
    }

    /** As bytes, each machine's in their order. */
    private static List<String> byMachine(List<ScoredWindow> windows) throws IOException {
        var serializer = new ScoredWindow.Serializer();
        var bytes = new ArrayList<String>();
        for (ScoredWindow window : windows.stream()
                .sorted(Comparator.comparing(ScoredWindow::machineId))
                .toList()) {
            var out = new DataOutputSerializer(256);
            serializer.serialize(window, out);
            bytes.add(window.machineId() + " " + window.timestampMillis() + " "
                    + HexFormat.of().formatHex(out.getCopyOfBuffer()));
        }
        return bytes;
    }

    @Test
    void keepsSensorsOnDiskWhileNoModelNamesThem() throws Exception {
        try (ScoringHarness harness = harness(Backend.ROCKSDB, 1, null)) {
            for (int i = 0; i < 30; i++) {
                harness.reading("m", i * SECOND, i < 20 ? TinyModels.SENSORS : OTHER_SENSORS, i, i, i);
            }
            harness.model(model().release());
            for (int i = 30; i < 40; i++) {
                harness.reading("m", i * SECOND, i, i, i);
            }
            harness.endReadings();

            // rows from before the model count; the last two readings still wait for their order
            assertThat(harness.taken()).hasSize(10);
        }
    }
}
