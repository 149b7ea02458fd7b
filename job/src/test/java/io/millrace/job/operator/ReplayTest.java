package io.millrace.job.operator;

import static io.millrace.job.operator.Settings.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.detection.threshold.AlertLevels;
import io.millrace.detection.window.Imputation;
import io.millrace.job.operator.TinyModels.Recipe;
import io.millrace.schemas.Alert;
import io.millrace.schemas.codec.RecordEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One log gives the same alerts, byte for byte, however it is replayed. */
class ReplayTest {

    private static final long START = 1_700_000_000_000L;
    private static final int MACHINES = 12;
    private static final long BOUND = 3 * SECOND;
    private static final long SILENCE = 30 * SECOND;

    /** How a log is driven through a plant. */
    private interface Drive {
        void through(Plant plant, List<RawReading> log) throws Exception;
    }

    private static final Drive BURST = (plant, log) -> {
        for (RawReading reading : log) {
            plant.reading(reading);
        }
        end(plant, log);
    };

    /** With the watermark and the clock after each reading. */
    private static final Drive SLOWLY = (plant, log) -> {
        long newest = START;
        for (RawReading reading : log) {
            plant.reading(reading);
            newest = Math.max(newest, reading.timestampMillis());
            plant.watermark(newest - BOUND);
            plant.processingTime(newest - START);
        }
        end(plant, log);
    };

    /** The stream comes as far in event time as its readings do, however few watermarks it had before. */
    private static void end(Plant plant, List<RawReading> log) throws Exception {
        plant.watermark(
                log.stream().mapToLong(RawReading::timestampMillis).max().orElseThrow() - BOUND);
        plant.endOfInput();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void parallelismMakesNoDifference(int parallelism) throws Exception {
        List<RawReading> log = log(5);
        Map<String, List<String>> once = replay(design(), BURST, log);

        assertThat(once).hasSizeGreaterThan(5);
        assertThat(replay(design().parallelism(parallelism), SLOWLY, log)).isEqualTo(once);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void speedMakesNoDifference(long seed) throws Exception {
        List<RawReading> log = log(seed);

        assertThat(replay(design(), SLOWLY, log))
                .isEqualTo(replay(design(), BURST, log))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 10_000})
    void bundleSizeMakesNoDifference(int windows) throws Exception {
        List<RawReading> log = log(7);
        Plant.Design other = design().scoring(settings(windows));

        assertThat(replay(other, BURST, log))
                .isEqualTo(replay(design(), BURST, log))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void failuresMakeNoDifference(long seed) throws Exception {
        List<RawReading> log = log(seed);
        var random = new Random(seed);
        Drive failing = (plant, readings) -> {
            for (RawReading reading : readings) {
                plant.reading(reading);
                if (random.nextInt(150) == 0) {
                    plant.failAndRestore();
                }
            }
            end(plant, readings);
        };

        assertThat(replay(design(), failing, log))
                .isEqualTo(replay(design(), BURST, log))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rescalingFromASavepointMakesNoDifference(boolean onRocksDb) throws Exception {
        List<RawReading> log = log(8);
        int[] parallelisms = {2, 4, 3, 1};
        Drive rescaled = (plant, readings) -> {
            for (int i = 0; i < readings.size(); i++) {
                plant.reading(readings.get(i));
                if (i % 250 == 249) {
                    plant.rescale(parallelisms[i / 250 % parallelisms.length]);
                }
            }
            end(plant, readings);
        };

        Plant.Design design = onRocksDb ? design().onRocksDb() : design();
        assertThat(replay(design, rescaled, log))
                .isEqualTo(replay(design(), BURST, log))
                .isNotEmpty();
    }

    @Test
    void stateBackendMakesNoDifference() throws Exception {
        List<RawReading> log = log(4);
        Drive withAFailure = (plant, readings) -> {
            for (int i = 0; i < readings.size(); i++) {
                plant.reading(readings.get(i));
                if (i == readings.size() / 2) {
                    plant.failAndRestore();
                }
            }
            end(plant, readings);
        };

        assertThat(replay(design().onRocksDb(), withAFailure, log))
                .isEqualTo(replay(design(), BURST, log))
                .isNotEmpty();
    }

    @Test
    void detectorsThatLearnFromEachMachineReplayTheSame() throws Exception {
        List<RawReading> log = log(6);
        Plant.Design learning = Plant.Design.of(
                settings(50), Recipe.plain().seed(3).threshold(1.2).learning());

        assertThat(replay(learning.onRocksDb().parallelism(2), SLOWLY, log))
                .isEqualTo(replay(learning, BURST, log))
                .isNotEmpty();
    }

    @Test
    void interleavingOfMachinesMakesNoDifference() throws Exception {
        List<RawReading> log = log(9);
        var byMachine = new TreeMap<String, List<RawReading>>();
        log.forEach(reading -> byMachine
                .computeIfAbsent(reading.machineId(), unseen -> new ArrayList<>())
                .add(reading));
        var oneAfterTheOther = new ArrayList<RawReading>();
        byMachine.values().forEach(oneAfterTheOther::addAll);

        assertThat(replay(design(), BURST, oneAfterTheOther))
                .isEqualTo(replay(design(), BURST, log))
                .isNotEmpty();
    }

    private static Map<String, List<String>> replay(Plant.Design design, Drive drive, List<RawReading> log)
            throws Exception {
        RecordEncoder<Alert> encoder = RecordEncoder.of(Alert.class);
        try (var plant = new Plant(design)) {
            drive.through(plant, log);
            var bytes = new HashMap<String, List<String>>();
            plant.alertsByMachine()
                    .forEach((machine, alerts) -> bytes.put(
                            machine,
                            alerts.stream()
                                    .map(alert -> HexFormat.of().formatHex(encoder.encode(alert)))
                                    .toList()));
            return bytes;
        }
    }

    private static Plant.Design design() {
        return Plant.Design.of(
                        settings(50),
                        Recipe.plain().seed(3).threshold(1.0).smoothing(0.5).morphology(2, 2, 1))
                .events(new EventSettings(30, 0.2, EventSettings.Scores.NONE, 1, "", SILENCE));
    }

    private static ScoringSettings settings(int windows) {
        return new ScoringSettings(
                BOUND,
                10 * SECOND,
                Settings.HOUR,
                SILENCE,
                SECOND,
                Settings.MINUTE,
                Imputation.PREVIOUS,
                0,
                0.5,
                16,
                windows,
                50,
                3,
                3,
                AlertLevels.DEFAULT);
    }

    /** Machines a second apart with pauses, faults, disorder within the bound, late readings and duplicates. */
    private static List<RawReading> log(long seed) {
        var random = new Random(seed);
        record Arrival(long order, RawReading reading) {}
        var arrivals = new ArrayList<Arrival>();
        for (int m = 0; m < MACHINES; m++) {
            long time = START + random.nextInt(1000);
            boolean fault = false;
            for (int i = 0; i < 100; i++) {
                time += SECOND;
                if (random.nextInt(40) == 0) {
                    time += random.nextInt(120) * SECOND;
                }
                if (random.nextInt(15) == 0) {
                    fault = !fault;
                }
                RawReading reading = reading("machine-" + m, time, fault ? 3 : 0.3, random);
                arrivals.add(new Arrival(time + random.nextInt((int) BOUND), reading));
                if (random.nextInt(30) == 0) {
                    arrivals.add(new Arrival(time + random.nextInt(10) * SECOND, reading));
                }
            }
        }
        arrivals.sort(java.util.Comparator.comparingLong(Arrival::order));
        return arrivals.stream().map(Arrival::reading).toList();
    }

    private static RawReading reading(String machineId, long time, double amplitude, Random random) {
        var values = new double[TinyModels.SENSORS.length];
        for (int j = 0; j < values.length; j++) {
            boolean missing = random.nextInt(50) == 0;
            values[j] = missing ? Double.NaN : amplitude * random.nextGaussian();
        }
        values[0] = amplitude * random.nextGaussian();
        return new RawReading(
                machineId, time, null, TextReadings.encode(TinyModels.SENSORS, values), "readings", 0, time);
    }
}
