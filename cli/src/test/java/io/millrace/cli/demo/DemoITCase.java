package io.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.ExitCode;
import io.millrace.cli.Millrace;
import io.millrace.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole demo on a real broker and a Flink cluster, small. */
class DemoITCase {

    private static final String[] FIELDS = {
        "readings",
        "scored",
        "unscored",
        "rejected",
        "late",
        "duplicates",
        "alertsOpened",
        "alertsClosed",
        "faultsInjected",
        "faultsFound",
        "falseAlarms",
        "medianDelaySeconds",
        "readingsPerSecond"
    };

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @Test
    void findsFaultsOfASmallPlant() throws Exception {
        int exit = run("demo", "--machines", "3", "--minutes", "90", "--rate", "0", "--json");

        assertThat(exit).as(text(err)).isEqualTo(ExitCode.OK);
        JsonNode summary = lastLine();
        assertThat(summary.fieldNames()).toIterable().containsExactly(FIELDS);
        assertThat(summary.get("faultsInjected").asInt()).isPositive();
        assertThat(summary.get("faultsFound").asInt()).isPositive();
        assertThat(summary.get("alertsOpened").asInt()).isPositive();
        assertThat(summary.get("alertsClosed")).isEqualTo(summary.get("alertsOpened"));
        assertThat(summary.get("rejected").asInt()).isEqualTo(24);
        assertThat(sum(summary, "scored", "unscored", "rejected", "late", "duplicates"))
                .isEqualTo(summary.get("readings").asLong())
                .isGreaterThan(3 * 90 * 6);
        assertThat(text(out)).contains("OPENED", "CLOSED", "expected");
        assertThat(text(out).lines().findFirst().orElseThrow())
                .matches("ok Console on http://127\\.0\\.0\\.1:\\d+/ .*");
    }

    @Test
    void learnsAFileAndFindsItsAnomaly() throws Exception {
        Path file = Files.writeString(directory.resolve("sine.csv"), sineWithAStep());

        int exit = run("demo", "--data", file.toString(), "--train-rows", "400", "--epochs", "3", "--json");

        assertThat(exit).as(text(err)).isEqualTo(ExitCode.OK);
        JsonNode summary = lastLine();
        assertThat(summary.fieldNames())
                .toIterable()
                .startsWith(FIELDS)
                .endsWith("eventPrecision", "eventRecall", "eventF1", "alertedShare");
        assertThat(summary.get("faultsInjected").asInt()).isEqualTo(1);
        assertThat(summary.get("faultsFound").asInt()).isEqualTo(1);
        assertThat(summary.get("eventRecall").asDouble()).isEqualTo(1);
        // The last 59 training rows fill the first window, so that each new row is scored.
        assertThat(summary.get("readings").asInt()).isEqualTo(400 + 59);
        assertThat(summary.get("scored").asInt()).isEqualTo(400);
    }

    /** 800 rows of a noisy sine; from row 600 on it stands 3 higher for 60 rows. */
    private static String sineWithAStep() {
        Random random = new Random(11);
        return IntStream.range(0, 800)
                .mapToObj(row -> {
                    boolean anomalous = row >= 600 && row < 660;
                    double value = Math.sin(row / 5.0) + 0.05 * random.nextGaussian() + (anomalous ? 3 : 0);
                    return value + "," + (anomalous ? 1 : 0);
                })
                .collect(Collectors.joining("\n", "level,label\n", "\n"));
    }

    private int run(String... arguments) {
        return Millrace.run(Terminal.plain(print(out), print(err)), arguments);
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private JsonNode lastLine() throws Exception {
        String[] lines = text(out).strip().split("\n");
        return new ObjectMapper().readTree(lines[lines.length - 1]);
    }

    private static long sum(JsonNode summary, String... fields) {
        return IntStream.range(0, fields.length)
                .mapToLong(f -> summary.get(fields[f]).asLong())
                .sum();
    }
}
