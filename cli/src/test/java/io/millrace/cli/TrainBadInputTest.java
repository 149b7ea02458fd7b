package io.millrace.cli;

import static io.millrace.cli.TestingCommand.QUICK;
import static io.millrace.cli.TestingCommand.csv;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with the input of {@code train}: one sentence with the file and the way out, a code, and nothing written. */
class TrainBadInputTest {

    private final TestingCommand command = new TestingCommand();

    @TempDir
    private Path directory;

    private Path data;
    private Path out;

    @BeforeEach
    void folders() throws IOException {
        data = Files.createDirectory(directory.resolve("data"));
        out = Files.createDirectory(directory.resolve("out"));
    }

    @AfterEach
    void nothingIsWritten() throws IOException {
        try (var left = Files.list(out)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aFolderWithoutSeries() throws IOException {
        Files.writeString(data.resolve("notes.txt"), "none");

        assertRefused(data + "", data + " holds no series: expected .csv, .parquet or .npy");
    }

    @Test
    void aSeriesShorterThanAWindow() throws IOException {
        TestingCommand.waves(data.resolve("long.csv"), 0);
        Path brief = csv(data.resolve("brief.csv"), "timestamp,a,b", 8, r -> r + "," + r + "," + r % 3);

        assertRefused(data + "", brief + ": series brief has 8 training rows", "a window of 8 rows does not fit");
    }

    @Test
    void columnsThatStandStill() throws IOException {
        csv(data.resolve("still.csv"), "timestamp,a,b", 150, r -> r + ",5,7.5");

        assertRefused(data + "", "still", "[a, b] stands still over the", "use rows in which the machine works");
    }

    @Test
    void aLabelOutOfItsRange() throws IOException {
        Path file =
                csv(data.resolve("p.csv"), "timestamp,a,label", 150, r -> r + "," + r % 7 + "," + (r == 20 ? 2 : 0));

        assertRefused(data + "", file + ": line 22, column 'label': expected a label of 0 or 1, found '2'");
    }

    @Test
    void aFloodOfMissingValues() throws IOException {
        Path all = csv(data.resolve("p.csv"), "timestamp,a,b", 150, r -> r + "," + (r % 2 == 0 ? "nan,1" : "1,nan"));
        assertRefused(data + "", all + ": has no row without a missing value", "--sensors");

        Path most = csv(data.resolve("p.csv"), "timestamp,a,b", 150, r -> r + "," + r + "," + (r < 8 ? "1" : "NaN"));
        assertThat(command.run("train " + data + " -o " + out.resolve("m.model") + QUICK))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err())
                .contains(most + ": 142 rows of 150 left out for a missing or infinite value")
                .contains(most + " (142 of its 150 rows left out): series p has 8 training rows");
    }

    @Test
    void filesThatCannotBeRead() throws IOException {
        Path text =
                Files.write(data.resolve("text.csv"), new byte[] {'a', ',', 'b', '\n', (byte) 0xE4, ',', '1', '\n'});
        assertRefused(text + "", text + ": is not UTF-8 text");
        Path array = Files.writeString(data.resolve("cut.npy"), "\\x93NUMPY");
        assertRefused(array + "", array + ": is no NumPy array");
        Path parquet = Files.writeString(data.resolve("cut.parquet"), "PAR1 and no footer behind it");
        assertRefused(parquet + "", parquet + ": is no Parquet file, or cut");
        Path dangling = Files.createSymbolicLink(data.resolve("gone.csv"), data.resolve("nowhere.csv"));
        assertRefused(dangling + "", "there is no file " + dangling);
        Path folder = Files.createDirectory(data.resolve("folder.csv"));
        Files.createDirectories(folder.resolve("inside.csv"));
        assertRefused(folder + "", folder.resolve("inside.csv") + " is a directory, expected a file");
    }

    @Test
    void aTrainingThatDiverges() throws IOException {
        TestingCommand.waves(data.resolve("p.csv"), 0);

        assertRefused(
                data + " --activation relu --learning-rate 1e30",
                "training diverged in epoch 1: lower the learning rate");
    }

    @Test
    void aPlaceThatCannotBeWritten() throws IOException {
        TestingCommand.waves(data.resolve("p.csv"), 0);
        Path occupied = Files.writeString(directory.resolve("occupied"), "");

        assertThat(command.run("train " + data + " -o " + occupied.resolve("m.model") + QUICK))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(command.err().lines()).as("one sentence").hasSize(1);
        assertThat(command.err())
                .contains(occupied.resolve("m.model") + ": cannot be written (" + occupied + " is a file")
                .contains("or name another place");
        assertThat(command.run("train " + data + " -o " + out + QUICK)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err()).contains(out + " is a directory: --output expects a file");
    }

    private void assertRefused(String input, String... said) {
        assertThat(command.run(
                        "train " + input + " -o " + out.resolve("m.model") + " --run " + out.resolve("run") + QUICK))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err().lines()).as("one sentence").hasSize(1);
        assertThat(command.err()).startsWith("millrace train: ").contains(said);
        assertThat(List.of(command.out())).containsExactly("");
    }
}
