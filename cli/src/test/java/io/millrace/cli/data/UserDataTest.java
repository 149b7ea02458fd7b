package io.millrace.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.cli.BadInputException;
import io.millrace.detection.quality.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserDataTest {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    @TempDir
    private Path directory;

    @Test
    void trainsOnWhatTheNameOfATsbAdFileSays() throws IOException {
        Path file = write("001_NAB_id_1_Facility_tr_120_1st_150.csv", "Data,Label", row -> row + ".5,0", 200);

        UserData data = read(file);

        assertThat(data.split().rows()).isEqualTo(120);
        assertThat(data.training().get(0).length()).isEqualTo(120);
        assertThat(data.labelsFrom()).hasValue("the file's label column");
        assertThat(data.intervalMillis()).isEqualTo(1_000);
    }

    @Test
    void trainsOnFourHundredRowsOfASkabFile() throws IOException {
        Path file =
                write("3.csv", "datetime;Pressure;anomaly;changepoint", row -> time(row, 1) + ";0.5;0.0;0.0", 1_000);

        UserData data = read(file);

        assertThat(data.split().rows()).isEqualTo(400);
        assertThat(data.content().series().get(0).layout().names()).containsExactly("Pressure");
    }

    @Test
    void labelsOutsideTheSeriesAreRefused() throws IOException {
        Path file = write("data/realX/cpu.csv", "timestamp,value", row -> time(row, 300) + "," + row, 100);
        Path labels = Files.createDirectories(directory.resolve("labels")).resolve("combined_windows.json");
        Files.writeString(
                labels, "{\"realX/cpu.csv\": [[\"2031-03-01 01:40:00.000000\", \"2031-03-01 02:05:00.000000\"]]}");

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(labels + " labels 2031-03-01T01:40:00Z to 2031-03-01T02:05:00Z of cpu")
                .hasMessageContaining("correct the labels");
    }

    @Test
    void findsNabsLabelsBesideItsData() throws IOException {
        Path file = write("data/realX/cpu.csv", "timestamp,value", row -> time(row, 300) + "," + row, 100);
        Files.createDirectories(directory.resolve("labels"));
        Files.writeString(
                directory.resolve("labels/combined_windows.json"),
                "{\"realX/cpu.csv\": [[\"2024-03-01 01:40:00.000000\", \"2024-03-01 02:05:00.000000\"]]}");

        UserData data = read(file);

        assertThat(data.split().rows()).isEqualTo(15);
        assertThat(data.labelsFrom())
                .hasValueSatisfying(origin -> assertThat(origin).endsWith("combined_windows.json"));
        assertThat(Interval.fromLabels(data.content().series().get(0).labels().orElseThrow()))
                .containsExactly(new Interval(20, 25));
        assertThat(data.intervalMillis()).isEqualTo(300_000);
    }

    @Test
    void refusesALabelFileThatDoesNotKnowTheSeries() throws IOException {
        Path file = write("data/realX/cpu.csv", "timestamp,value", row -> time(row, 300) + "," + row, 100);
        Path labels = Files.writeString(directory.resolve("other.json"), "{}");

        assertThatThrownBy(() -> UserData.read(file, new CsvFields(), labels, OptionalInt.empty()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("realX/cpu.csv");
    }

    @Test
    void trainsOnThirtyPercentWhenNothingElseIsKnown() throws IOException {
        UserData data = read(write("mine.csv", "value", row -> String.valueOf(row), 200));

        assertThat(data.split().rows()).isEqualTo(60);
        assertThat(data.labelsFrom()).isEmpty();
    }

    @Test
    void leavesRowsToReplay() throws IOException {
        Path file = write("mine.csv", "value", row -> String.valueOf(row), 200);

        assertThatThrownBy(() -> UserData.read(file, new CsvFields(), null, OptionalInt.of(200)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("--train-rows");
    }

    private static UserData read(Path file) throws IOException {
        return UserData.read(file, new CsvFields(), null, OptionalInt.empty());
    }

    private static String time(int row, int seconds) {
        return TIME.format(LocalDateTime.of(2024, 3, 1, 0, 0).plusSeconds((long) row * seconds));
    }

    private Path write(String name, String header, IntFunction<String> line, int rows) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(
                file, IntStream.range(0, rows).mapToObj(line).collect(Collectors.joining("\n", header + "\n", "\n")));
    }
}
