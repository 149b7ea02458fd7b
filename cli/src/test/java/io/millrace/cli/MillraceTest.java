package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MillraceTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "train",
                "import",
                "score",
                "explain",
                "inspect",
                "detectors",
                "augment",
                "simulate",
                "doctor",
                "cluster"
            })
    void explainsEveryCommandWithItsExitCodes(String command) {
        assertThat(run(command, "--help")).isEqualTo(ExitCode.OK);
        assertThat(out()).contains("Usage: millrace " + command, "Exit codes:");
    }

    @Test
    void listsItsCommands() {
        assertThat(run("--help")).isEqualTo(ExitCode.OK);
        assertThat(out()).contains("demo", "console", "train", "score", "inspect", "simulate", "doctor");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dmeo",
                "demo --machines 0",
                "demo --machines many",
                "demo --minutes 0",
                "demo --rate -1",
                "demo --parallelism 0",
                "demo --train-rows 100",
                "demo --label-field anomaly",
                "demo --data f.csv --train-rows 0",
                "demo --no-console --console-port 9000",
                "demo --console-port 70000",
                "console",
                "console --brokers h:1 --port -1",
                "console --brokers h:1 --flink somewhere",
                "train f.csv",
                "train -o m.model",
                "train f.csv -o m.model --epochs 0",
                "score m.model",
                "inspect",
                "inspect m.model --model-version 2",
                "inspect m.model --public-key k.pub",
                "simulate",
                "simulate somewhere --start yesterday",
                "cluster",
                "cluster up --task-managers 0",
                "cluster up --task-manager-memory much",
                "cluster rescale",
                "cluster submit --parallelism 0"
            })
    void refusesACommandLineThatCannotBeUnderstood(String line) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(err()).contains("--help");
        assertThat(out()).isEmpty();
    }

    @Test
    void namesAFileThatIsMissing() {
        Path missing = directory.resolve("missing.csv");

        assertThat(run("demo", "--data", missing.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run("inspect", missing.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run("score", missing.toString(), missing.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run("train", missing.toString(), "-o", "m.model")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err().lines()).hasSize(4).allSatisfy(line -> assertThat(line).contains(missing.toString()));
    }

    @Test
    void explainsTheConsole() {
        assertThat(run("console", "--help")).isEqualTo(ExitCode.OK);
        assertThat(out()).contains("Usage: millrace console", "--token-file", "Exit codes:");
    }

    @Test
    void theConsoleListensForOthersWithATokenAlone() throws Exception {
        Path shortToken = Files.writeString(directory.resolve("token"), "secret");

        assertThat(run("console", "--brokers", "localhost:1", "--bind", "0.0.0.0"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run("console", "--brokers", "localhost:1", "--token-file", shortToken.toString()))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run("console", "--brokers", "localhost:1", "--token-file", "missing"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err()).contains("0.0.0.0", "--token-file", "6 characters", "missing");
    }

    @Test
    void refusesAFileThatIsNoModel() throws Exception {
        Path file = Files.writeString(directory.resolve("no.model"), "something else");

        assertThat(run("inspect", file.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err()).contains(file.toString(), "MLRC");
    }

    @Test
    void simulatesTheSameFilesTwice() throws Exception {
        Path first = directory.resolve("first");
        Path second = directory.resolve("second");

        assertThat(run("simulate", first.toString(), "--machines", "2", "--minutes", "30", "--seed", "7"))
                .isEqualTo(ExitCode.OK);
        assertThat(run("simulate", second.toString(), "--machines", "2", "--minutes", "30", "--seed", "7"))
                .isEqualTo(ExitCode.OK);

        try (var files = Files.list(first)) {
            assertThat(files.toList())
                    .hasSize(3)
                    .allSatisfy(file ->
                            assertThat(second.resolve(file.getFileName())).hasSameBinaryContentAs(file));
        }
    }

    @Test
    void tellsProgramsWhatItSimulated() throws Exception {
        assertThat(run("simulate", directory.toString(), "--machines", "2", "--minutes", "30", "--json"))
                .isEqualTo(ExitCode.OK);

        JsonNode json = lastLine();
        assertThat(json.get("readings").asInt()).isEqualTo(2 * 30 * 6);
        assertThat(json.get("files")).hasSize(3);
    }

    @Test
    void checksTheMachine() throws Exception {
        assertThat(run("doctor", "--json")).isEqualTo(ExitCode.OK);

        JsonNode json = lastLine();
        assertThat(json.get("healthy").asBoolean()).isTrue();
        assertThat(json.get("checks")).hasSizeGreaterThan(5);
    }

    private int run(String... arguments) {
        return Millrace.run(Terminal.plain(print(out), print(err)), arguments);
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private JsonNode lastLine() throws Exception {
        String[] lines = out().strip().split("\n");
        return new ObjectMapper().readTree(lines[lines.length - 1]);
    }
}
