package io.millrace.training.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of public benchmarks, where they are at hand. */
class PublicDataSetsTest {

    private static final Path DATASETS =
            Path.of(System.getenv().getOrDefault("MILLRACE_DATASETS", "../../shared/datasets"));

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "skab/valve1, 8, true, false",
        "skab/anomaly-free, 8, false, false",
        "nab/data, 1, false, false",
        "tsb_ad/TSB-AD-U, 1, true, true",
        "tsb_ad/TSB-AD-M, 0, true, true"
    })
    void everyFileIsRead(String folder, int sensors, boolean labelled, boolean syntheticTime) throws IOException {
        Path data = DATASETS.resolve(folder);
        assumeTrue(
                Files.isDirectory(data),
                "skipped: no data at " + data.toAbsolutePath().normalize()
                        + "; set MILLRACE_DATASETS to the folder that holds " + folder);

        for (Path file : csvFiles(data)) {
            RecordedSeries read = CsvSeriesReader.read(file, TableOptions.AUTOMATIC);

            assertThat(read.series()).as("%s", file).hasSize(1);
            Series series = read.series().get(0);
            assertThat(series.length()).as("rows of %s", file).isGreaterThan(100);
            assertThat(read.rowsRead() - read.rowsDropped()).isEqualTo(series.length());
            assertThat(series.labels().isPresent()).as("labels of %s", file).isEqualTo(labelled);
            assertThat(read.syntheticTime()).as("time of %s", file).isEqualTo(syntheticTime);
            assertThat(read.ignoredColumns()).as("%s", file).isEmpty();
            if (sensors > 0) {
                assertThat(series.layout().size()).as("sensors of %s", file).isEqualTo(sensors);
            }
        }
    }

    private static List<Path> csvFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            // the smaller ones: the layout is the same in all of a folder
            List<Path> found = files.filter(file -> file.toString().endsWith(".csv"))
                    .filter(file -> file.toFile().length() < 5_000_000)
                    .sorted()
                    .limit(40)
                    .toList();
            assertThat(found).as("csv files in %s", folder).isNotEmpty();
            return found;
        }
    }
}
