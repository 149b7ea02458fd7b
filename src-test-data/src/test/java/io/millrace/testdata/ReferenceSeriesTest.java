package io.millrace.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The checked-in series are what the simulator makes today; the README says how to make them again. */
class ReferenceSeriesTest {

    private static final Path SERIES = Path.of("series");
    private static final List<String> FILES = List.of("pump-01.csv", "compressor-01.csv", "oven-01.csv", "faults.csv");

    @Test
    void seriesAreMadeAgainByteForByte() throws IOException {
        Plant plant = Plant.of(ReferenceSeries.options());
        for (SimulatedMachine machine : plant.allMachines()) {
            StringBuilder made = new StringBuilder();
            CsvSeries.write(machine.type(), machine, made);
            assertSame(machine.machineId() + ".csv", made);
        }
        StringBuilder faults = new StringBuilder();
        SimulatedFiles.writeFaults(plant.faults(), faults);
        assertSame("faults.csv", faults);
    }

    @Test
    void readmeNamesEveryFileWithItsChecksum() throws IOException, NoSuchAlgorithmException {
        String readme = Files.readString(Path.of("README.md"));
        for (String file : FILES) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(SERIES.resolve(file)));
            assertThat(readme).contains("`" + file + "` | `" + HexFormat.of().formatHex(digest) + "`");
        }
    }

    @Test
    void trainingRowsAreHealthyAndShowAPlannedStopAndTheRestHoldsEveryKindOfFault() {
        Plant plant = Plant.of(ReferenceSeries.options());
        for (SimulatedMachine machine : plant.allMachines()) {
            assertThat(machine.faults()).hasSizeGreaterThanOrEqualTo(3);
            Sensor first = machine.type().sensors().get(0);
            double lowest = Double.POSITIVE_INFINITY;
            for (int row = 0; row < ReferenceSeries.TRAINING_ROWS; row++) {
                SimulatedReading reading = machine.next();
                assertThat(reading.faulty()).isFalse();
                lowest = Math.min(lowest, reading.values()[0]);
            }
            assertThat(lowest).as("%s while stopped", first.name()).isLessThan(first.low() + 0.15 * first.span());
        }
        assertThat(plant.faults().stream().map(Fault::kind).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(FaultKind.values());
    }

    private static void assertSame(String file, CharSequence made) throws IOException {
        byte[] expected = made.toString().getBytes(StandardCharsets.UTF_8);
        assertThat(Files.readAllBytes(SERIES.resolve(file)))
                .as("%s; after a wanted change of the simulator make the series again, see README.md", file)
                .isEqualTo(expected);
    }
}
