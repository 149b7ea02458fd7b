package io.millrace.training.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.millrace.training.series.RecordedSeries;
import io.millrace.training.series.Series;
import io.millrace.training.series.UnreadableSeriesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CmapssTest {

    @TempDir
    private Path folder;

    @Test
    void aUnitIsAMachineWhoseCyclesAreRows() throws IOException {
        Path file = Files.write(
                folder.resolve("train_FD003.txt"), List.of(line(1, 1, "5.5"), line(1, 2, "NaN"), line(7, 1, "6"), ""));

        RecordedSeries read = Cmapss.read(file);

        assertThat(read.series()).extracting(Series::machineId).containsExactly("FD003-1", "FD003-7");
        assertThat(read.series().get(0).layout().names())
                .hasSize(24)
                .startsWith("setting_1")
                .endsWith("W32");
        assertThat(read.series().get(0).rows()).hasNumberOfRows(1);
        assertThat(read.series().get(0).rows()[0]).startsWith(5.5, 2).endsWith(24);
        assertThat(read.rowsRead()).isEqualTo(3);
        assertThat(read.rowsDropped()).isEqualTo(1);
    }

    @Test
    void onlyTrainingFilesAreTakenFromAFolder() {
        assertThat(Cmapss.isForTraining(Path.of("a/train_FD001.txt"))).isTrue();
        assertThat(Cmapss.isForTraining(Path.of("a/test_FD001.txt"))).isFalse();
        assertThat(Cmapss.isOne(Path.of("a/test_FD001.txt"))).isTrue();
        assertThat(Cmapss.isOne(Path.of("a/RUL_FD001.txt"))).isFalse();
    }

    @Test
    void namesTheLineThatIsWrong() throws IOException {
        assertRefused(List.of(line(1, 1, "5"), "1 2 3"), "line 2 has 3 numbers, expected 26");
        assertRefused(List.of(line(1, 1, "warm")), "line 1 holds something that is no number");
        assertRefused(List.of(""), "holds no usable row");
    }

    @Test
    void readsTheRealData() throws IOException {
        String named = System.getenv("MILLRACE_DATASETS");
        Path file = Path.of(named == null ? "../../shared/datasets" : named).resolve("cmapss/train_FD001.txt");
        assumeThat(file)
                .as("the public data sets are not here: reading C-MAPSS is not tested on them")
                .exists();

        RecordedSeries read = Cmapss.read(file);

        assertThat(read.series()).hasSize(100);
        assertThat(read.rowsRead()).isEqualTo(20_631);
        assertThat(read.rowsDropped()).isZero();
        assertThat(read.series().get(0).length()).isEqualTo(192);
    }

    private void assertRefused(List<String> lines, String message) throws IOException {
        Path file = Files.write(folder.resolve("train_FD001.txt"), lines);
        assertThatThrownBy(() -> Cmapss.read(file))
                .isInstanceOf(UnreadableSeriesException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message);
    }

    private static String line(int unit, int cycle, String first) {
        return unit + " " + cycle + " " + first + " "
                + IntStream.rangeClosed(2, 24).mapToObj(Integer::toString).collect(Collectors.joining(" ")) + "  ";
    }
}
