package io.millrace.training.evaluate;

import io.millrace.detection.reading.SensorLayout;
import io.millrace.testdata.MachineType;
import io.millrace.testdata.Plant;
import io.millrace.testdata.PlantOptions;
import io.millrace.testdata.SimulatedMachine;
import io.millrace.testdata.SimulatedReading;
import io.millrace.training.series.CsvSeriesReader;
import io.millrace.training.series.NpySeriesReader;
import io.millrace.training.series.Series;
import io.millrace.training.series.TableOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Recordings without a known fault that faults are planted into: a simulated pump, and of the public data sets those parts that their makers call
 * normal. Nobody vouches for every row of the latter.
 */
public final class HealthyRecordings {

    /** Longer ones are cut: what a detector learns of ten thousand rows it does not learn better of thirty. */
    private static final int MOST_ROWS = 10_000;

    private static final double TRAINING_SHARE = 0.6;
    private static final long PLANT_SEED = 40_417;

    private HealthyRecordings() {}

    /**
     * @param datasets folder above the data sets' folders; those that are not there are left out
     * @return at least the simulated pump
     */
    public static List<FaultRecall.Recording> read(Path datasets) throws IOException {
        var all = new ArrayList<FaultRecall.Recording>();
        all.add(recording("simulated pump", pump()));
        Path bench = datasets.resolve("skab/anomaly-free/anomaly-free.csv");
        if (Files.exists(bench)) {
            all.add(recording(
                    "SKAB anomaly-free",
                    CsvSeriesReader.read(bench, TableOptions.AUTOMATIC).series().get(0)));
        }
        array(datasets.resolve("asd/train/omi-1.npy"), "ASD omi-1", all);
        array(datasets.resolve("smd/train/machine-1-6.npy"), "SMD machine-1-6", all);
        return all;
    }

    private static void array(Path file, String name, List<FaultRecall.Recording> all) throws IOException {
        if (Files.exists(file)) {
            all.add(recording(name, NpySeriesReader.read(file, name).series().get(0)));
        }
    }

    private static FaultRecall.Recording recording(String name, Series healthy) {
        return FaultRecall.Recording.of(name, healthy.head(MOST_ROWS), TRAINING_SHARE);
    }

    private static Series pump() {
        PlantOptions options = PlantOptions.defaults()
                .withMachines(1)
                .withMinutes(MOST_ROWS / 6 + 1)
                .withSeed(PLANT_SEED)
                .withoutFaults();
        SimulatedMachine pump = Plant.of(options).machine(0);
        int rows = (int) options.steps();
        var timestamps = new long[rows];
        var values = new double[rows][];
        for (int r = 0; r < rows; r++) {
            SimulatedReading reading = pump.next();
            timestamps[r] = reading.timestampMillis();
            values[r] = reading.values().clone();
        }
        return new Series(
                pump.machineId(),
                SensorLayout.ofNames(MachineType.ofIndex(0).sensorNames()),
                timestamps,
                values,
                Optional.empty());
    }
}
