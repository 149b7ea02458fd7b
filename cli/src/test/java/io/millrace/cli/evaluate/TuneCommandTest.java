package io.millrace.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.ExitCode;
import io.millrace.cli.Millrace;
import io.millrace.cli.terminal.Terminal;
import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.ModelArtefact;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuneCommandTest {

    private static final Path PROJECT = Path.of("..");
    private static final Path MODEL = PROJECT.resolve("src-test-data/models/pump.model");
    private static final Path SERIES = PROJECT.resolve("src-test-data/series/pump-01.csv");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void writesTheSameModelOneVersionHigherWithTheNewThreshold() throws Exception {
        Path tuned = folder.resolve("tuned.model");

        assertThat(run("tune", MODEL.toString(), SERIES.toString(), "-o", tuned.toString(), "--policy", "percentile"))
                .as(text(err))
                .isEqualTo(ExitCode.OK);

        ModelArtefact before = ArtefactFile.read(MODEL);
        ModelArtefact after = ArtefactFile.read(tuned);
        assertThat(after.version()).isEqualTo(before.version() + 1);
        assertThat(after.thresholds().policy()).isEqualTo("percentile 99.0");
        assertThat(after.thresholds().labelsUsed()).isZero();
        assertThat(text(out)).contains("without labels").contains("version " + after.version());
    }

    @Test
    void saysHowManyLabelledEventsALabelledPolicyRestsOn() throws Exception {
        Path tuned = folder.resolve("tuned.model");

        int code = run(
                "tune",
                MODEL.toString(),
                SERIES.toString(),
                "-o",
                tuned.toString(),
                "--policy",
                "best-f1",
                "--part",
                "1");

        assertThat(code).as(text(err)).isEqualTo(ExitCode.OK);
        int events = ArtefactFile.read(tuned).thresholds().labelsUsed();
        assertThat(events).isPositive();
        assertThat(text(out)).contains(events + " labelled event");
    }

    @Test
    void neverReadsTheTestPart() throws Exception {
        var lines = Files.readAllLines(SERIES);
        int rows = lines.size() - 1;
        Path other = folder.resolve("pump-01.csv");
        // the same first half, a constant second half
        for (int r = 1 + (rows + 1) / 2; r <= rows; r++) {
            lines.set(r, lines.get(r).replaceAll("(^[^,]*),.*", "$1,1,1,1,1,1,1,0"));
        }
        Files.write(other, lines);

        assertThat(threshold(SERIES)).isEqualTo(threshold(other));
    }

    @Test
    void anUnknownPolicyIsAnsweredWithTheKnownOnes() {
        assertThat(run("tune", MODEL.toString(), SERIES.toString(), "-o", "x", "--policy", "luck"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(text(err)).contains("'luck'").contains("alarm-budget").contains("precision-floor");
    }

    @Test
    void leavesNoHalfWrittenArtefactWhereItCannotWrite() throws IOException {
        Path occupied = Files.createFile(folder.resolve("occupied"));

        assertThat(run(
                        "tune",
                        MODEL.toString(),
                        SERIES.toString(),
                        "-o",
                        occupied.resolve("t.model").toString()))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(text(err)).contains("occupied").contains("cannot be written");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(occupied);
        }
    }

    private double threshold(Path series) throws Exception {
        Path tuned = folder.resolve("t.model");
        assertThat(run("tune", MODEL.toString(), series.toString(), "-o", tuned.toString(), "--policy", "percentile"))
                .as(text(err))
                .isEqualTo(ExitCode.OK);
        return ArtefactFile.read(tuned).thresholds().fallback();
    }

    private int run(String... arguments) {
        return Millrace.run(Terminal.plain(stream(out), stream(err)), arguments);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
