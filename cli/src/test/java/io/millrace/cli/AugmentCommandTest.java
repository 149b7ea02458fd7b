package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.training.augment.SyntheticFaultKind;
import io.millrace.training.series.CsvSeriesReader;
import io.millrace.training.series.Series;
import io.millrace.training.series.TableOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AugmentCommandTest {

    private final TestingCommand command = new TestingCommand();

    @TempDir
    private Path directory;

    private Path data;
    private Path out;

    @BeforeEach
    void recorded() throws IOException {
        data = TestingCommand.csv(
                directory.resolve("pump.csv"),
                "timestamp,pressure,flow",
                1_000,
                r -> "%d,%s,%s".formatted(1_700_000_000 + 10 * r, 5 + Math.sin(r / 9.0), 20 + 4 * Math.sin(r / 9.0)));
        out = directory.resolve("out");
    }

    @Test
    void windowsAreWrittenAsOtherCommandsReadThem() throws IOException {
        run("augment " + data + " --windows light --steps 20 --count 7 -o " + out + " --json", ExitCode.OK);

        assertThat(command.json().get("windows").asInt()).isEqualTo(7);
        List<Series> windows = read("windows.csv");
        assertThat(windows).hasSize(7).allSatisfy(window -> {
            assertThat(window.length()).isEqualTo(20);
            assertThat(window.layout().names()).containsExactly("pressure", "flow");
            assertThat(window.timestamps()[1] - window.timestamps()[0]).isEqualTo(10_000);
            assertThat(window.labels().orElseThrow()).containsOnly(false);
        });
        byte[] first = Files.readAllBytes(out.resolve("windows.csv"));
        run("augment " + data + " --windows light --steps 20 --count 7 -o " + out, ExitCode.OK);
        assertThat(out.resolve("windows.csv")).hasBinaryContent(first);
        assertThat(command.out()).contains("Wrote 7 windows of 20 rows");
    }

    @Test
    void withoutACountThreeWindowsGoWithTenRecordedOnes() throws IOException {
        run("augment " + data + " --windows light --steps 20 -o " + out, ExitCode.OK);

        assertThat(read("windows.csv")).hasSize(15); // 30 % of 50
    }

    @Test
    void everyFaultIsLabelledListedAndReadBack() throws IOException {
        run("augment " + data + " --faults all --per-kind 2 -o " + out + " --json", ExitCode.OK);

        JsonNode result = command.json();
        assertThat(result.get("episodes").asInt()).isEqualTo(16);
        assertThat(result.get("unaltered").asInt()).isEqualTo(2);
        List<Series> pieces = read("episodes.csv");
        assertThat(pieces)
                .hasSize(18)
                .allSatisfy(piece -> assertThat(piece.length()).isEqualTo(400));
        assertThat(pieces.stream().map(Series::machineId))
                .contains("pump.none.1", "pump.none.2", "pump.level-shift.1", "pump.correlation-break.2");
        assertThat(pieces).allSatisfy(piece -> {
            boolean unaltered = piece.machineId().contains(".none.");
            boolean labelled = false;
            for (boolean row : piece.labels().orElseThrow()) {
                labelled |= row;
            }
            assertThat(labelled).isEqualTo(!unaltered);
        });
        assertThat(Files.readAllLines(out.resolve("faults.csv")))
                .hasSize(17)
                .first()
                .isEqualTo("machine,kind,sensors,start,end,size");
    }

    @Test
    void chosenFaultsAlone() throws IOException {
        run("augment " + data + " --faults stuck,spike --per-kind 1 --rows 240 -o " + out, ExitCode.OK);

        assertThat(read("episodes.csv").stream().map(Series::machineId))
                .containsExactly("pump.none.1", "pump.stuck.1", "pump.spike.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DATA -o OUT | 2 | expects one of --windows GENERATOR, --faults KIND and --measure WHAT",
                "DATA --windows light --faults all -o OUT | 2 | expects one of",
                "DATA --windows light | 2 | expects --output DIR, found none",
                "--windows light -o OUT | 2 | expects a FILE of recorded series, found none",
                "DATA --windows light --count 0 -o OUT | 2 | --count expects 1 or more, found 0",
                "DATA --windows light --factor 0 -o OUT | 3 | above 0 to 10",
                "DATA --windows light --count 1 --factor 0.3 -o OUT | 2 | --factor or --count, found both",
                "DATA --windows light --steps 2000 -o OUT | 3 | expected a series with as many rows, the longest has 1000",
                "DATA --windows gan -o OUT | 2 | --windows",
                "DATA --faults melt -o OUT | 2 | 'melt' is no kind of fault that can be planted: choose among spike",
                "DATA --faults all --rows 100 -o OUT | 3 | 240 or more",
                "DATA --faults all --rows 1001 -o OUT | 3 | the longest such run of rows has 1000",
                "DATA --faults all -o DATA | 3 | is a file: --output expects a directory",
                "nowhere.csv --faults all -o OUT | 3 | there is no file nowhere.csv",
                "DATA --faults all --steps 5 -o OUT | 2 | expect --windows",
                "DATA --faults all --suite skab -o OUT | 2 | --suite expects --measure",
                "DATA --measure faults | 2 | brings its own data",
                "--measure gain | 3 | --measure gain expects --suite SUITE",
                "--measure gain --suite nowhere | 3 | suite 'nowhere' is not known",
                "--measure faults --detector nothing | 3 | 'nothing' is no kind of detector",
                "--measure faults --docs DATA --detector window-pca | 3 | <!-- begin faults -->"
            })
    void whatCannotBeUsedIsRefusedWithTheWayOut(String line, int code, String message) {
        run("augment " + line.strip().replace("DATA", data.toString()).replace("OUT", out.toString()), code);

        assertThat(command.err()).contains(message.strip());
        assertThat(out).doesNotExist();
    }

    @Test
    void seriesOfDifferentLayoutsAreRefused() throws IOException {
        Path other = TestingCommand.waves(directory.resolve("other.csv"), 0);

        run("augment " + data + " " + other + " --windows light -o " + out, ExitCode.BAD_INPUT);

        assertThat(command.err()).contains("one model serves one layout");
    }

    @Test
    void recallOfADetectorIsMeasuredAndWrittenIntoThePage() throws IOException {
        Path page = Files.writeString(
                directory.resolve("page.md"), "Mine\n<!-- begin faults -->\nold\n<!-- end faults -->\nMine too\n");

        run(
                "augment --measure faults --detector window-pca --per-kind 1 --datasets " + directory + " --docs "
                        + page + " --json",
                ExitCode.OK);

        JsonNode measured = command.json().get("faults").get(0);
        assertThat(measured.get("recording").asText()).isEqualTo("simulated pump");
        for (String kind : SyntheticFaultKind.optionNames()) {
            assertThat(measured.get(kind).asInt()).isBetween(0, 1);
        }
        assertThat(page)
                .content()
                .startsWith("Mine")
                .contains("| window-pca | no |")
                .doesNotContain("old")
                .endsWith("Mine too\n");
    }

    @Test
    void trainPutsSyntheticWindowsBesideRecordedOnes() throws IOException {
        Path model = directory.resolve("m.model");

        run("train " + data + " -o " + model + TestingCommand.QUICK + " --augment light", ExitCode.OK);

        run("inspect " + model, ExitCode.OK);
        assertThat(command.out()).contains("AugmentOptions[generator=LIGHT, factor=0.3]", "syntheticWindows");
        run(
                "train " + data + " -o " + model + " --detector window-pca --augment light --augment-factor 0.5",
                ExitCode.OK);
        run("inspect " + model, ExitCode.OK);
        assertThat(command.out()).contains("AugmentOptions[generator=LIGHT, factor=0.5]");
        run("train " + data + " -o " + model + " --augment-factor 0.5", ExitCode.USAGE);
        assertThat(command.err()).contains("--augment-factor expects --augment, found it alone");
        run("train " + data + " -o " + model + " --augment light --augment-factor 11", ExitCode.USAGE);
        assertThat(command.err()).contains("above 0 to 10");
        run("train " + data + " -o " + model + " --augment light --detector one-step-predictor", ExitCode.USAGE);
        assertThat(command.err()).contains("one-step-predictor learns no windows of normal operation");
    }

    private List<Series> read(String file) throws IOException {
        return CsvSeriesReader.read(out.resolve(file), TableOptions.AUTOMATIC).series();
    }

    private void run(String line, int code) {
        assertThat(command.run(line)).as("%s: %s", line, command.err()).isEqualTo(code);
    }
}
