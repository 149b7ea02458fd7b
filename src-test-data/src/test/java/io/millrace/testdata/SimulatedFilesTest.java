package io.millrace.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatedFilesTest {

    private static final PlantOptions OPTIONS =
            PlantOptions.defaults().withMachines(4).withMinutes(120);

    @TempDir
    Path directory;

    @Test
    void writesOneSeriesPerMachineAndTheFaults() throws IOException {
        List<Path> files = SimulatedFiles.write(directory.resolve("new/run"), OPTIONS);
        assertThat(files)
                .extracting(file -> file.getFileName().toString())
                .containsExactly("pump-01.csv", "compressor-01.csv", "oven-01.csv", "pump-02.csv", "faults.csv");
        List<String> pump = Files.readAllLines(files.get(0));
        assertThat(pump).hasSize(721);
        assertThat(pump.get(0))
                .isEqualTo("timestamp,flow,suction_pressure,discharge_pressure,motor_current,bearing_temperature,"
                        + "vibration_rms,label");
        assertThat(pump.get(1)).startsWith("2026-01-05T06:00:00Z,").endsWith(",0");
        try (var inDirectory = Files.list(directory.resolve("new/run"))) {
            assertThat(inDirectory).hasSize(5);
        }
    }

    @Test
    void labelsAndValuesAreThoseOfTheReadings() throws IOException {
        List<Path> files = SimulatedFiles.write(directory, OPTIONS);
        List<String> lines = Files.readAllLines(files.get(1));
        SimulatedMachine compressor = Plant.of(OPTIONS).machine(1);
        int faulty = 0;
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            SimulatedReading reading = compressor.next();
            for (int i = 0; i < reading.values().length; i++) {
                assertThat(Double.parseDouble(cells[i + 1])).isEqualTo(reading.values()[i]);
            }
            assertThat(cells[7]).isEqualTo(reading.faulty() ? "1" : "0");
            faulty += reading.faulty() ? 1 : 0;
        }
        assertThat(faulty).isPositive();
        assertThat(Files.readAllLines(files.get(4)))
                .hasSize(1 + Plant.of(OPTIONS).faults().size());
    }

    @Test
    void progressEndsWithAllReadings() throws IOException {
        List<Long> reported = new ArrayList<>();
        SimulatedFiles.write(directory, OPTIONS, reported::add);
        assertThat(reported).isSorted().endsWith(4 * 720L);
    }

    @Test
    void refusesARunWithoutEnd() {
        assertThatThrownBy(() -> SimulatedFiles.write(directory, OPTIONS.withMinutes(PlantOptions.UNBOUNDED)))
                .hasMessageContaining("set minutes");
    }

    @ParameterizedTest
    @CsvSource({"12.3, 2, 12.30", "-0.05, 3, -0.050", "0, 1, 0.0", "-31, 2, -31.00", "1.9996, 3, 2.000", "7.6, 0, 8"})
    void decimalsAreFixed(double value, int decimals, String expected) {
        StringBuilder out = new StringBuilder();
        CsvSeries.appendDecimal(out, value, decimals);
        assertThat(out).hasToString(expected);
    }
}
