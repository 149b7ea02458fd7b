package io.millrace.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.ExitCode;
import io.millrace.cli.Millrace;
import io.millrace.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void anUnknownSuiteIsAnsweredWithTheKnownOnes() {
        assertThat(run("evaluate", "--suite", "kddcup")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(text(err)).contains("'kddcup'").contains("smap-msl, tsb-ad, skab, nab, asd, smd");
    }

    @Test
    void anUnknownDetectorIsAnsweredWithTheKnownOnes() {
        assertThat(run("evaluate", "--suite", "skab", "--detector", "oracle")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(text(err)).contains("'oracle'").contains("lstm-autoencoder").contains("window-neighbour");
    }

    @Test
    void aFolderWithoutSeriesIsNamedWithTheWayOut() {
        assertThat(run("evaluate", "--suite", "skab", "--datasets", folder.toString()))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(text(err)).contains(folder.toString()).contains("no series").contains("--datasets");
        assertThat(text(err).lines().count()).isEqualTo(1);
    }

    @Test
    void labelsOutsideTheSeriesAreNamed() throws IOException {
        npy(folder.resolve("smap_msl/train/X-1.npy"), 400, 2);
        npy(folder.resolve("smap_msl/test/X-1.npy"), 400, 2);
        Files.writeString(
                folder.resolve("smap_msl/labeled_anomalies.csv"),
                "chan_id,spacecraft,anomaly_sequences,class,num_values\nX-1,SMAP,\"[[500, 600]]\",[point],400\n");

        assertThat(run("evaluate", "--suite", "smap-msl", "--datasets", folder.toString()))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(text(err)).contains("labeled_anomalies.csv").contains("X-1").contains("400 rows");
    }

    @Test
    void aFileThatIsNoArrayIsNamed() throws IOException {
        npy(folder.resolve("smap_msl/train/X-1.npy"), 400, 2);
        Files.createDirectories(folder.resolve("smap_msl/test"));
        Files.writeString(folder.resolve("smap_msl/test/X-1.npy"), "not an array");
        Files.writeString(
                folder.resolve("smap_msl/labeled_anomalies.csv"),
                "chan_id,spacecraft,anomaly_sequences,class,num_values\nX-1,SMAP,\"[[100, 120]]\",[point],400\n");

        assertThat(run("evaluate", "--suite", "smap-msl", "--datasets", folder.toString()))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(text(err)).contains("X-1.npy");
    }

    @Test
    void aSeriesShorterThanAWindowIsNamed() throws IOException {
        npy(folder.resolve("smap_msl/train/X-1.npy"), 30, 2);
        npy(folder.resolve("smap_msl/test/X-1.npy"), 30, 2);
        Files.writeString(
                folder.resolve("smap_msl/labeled_anomalies.csv"),
                "chan_id,spacecraft,anomaly_sequences,class,num_values\nX-1,SMAP,\"[[10, 12]]\",[point],30\n");

        assertThat(run("evaluate", "--suite", "smap-msl", "--datasets", folder.toString(), "--no-cache"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(text(err)).contains("X-1").contains("30 training rows").contains("more training rows");
    }

    @Test
    void measuresConstantColumnsWithoutComplaint() throws IOException {
        constant(folder.resolve("smap_msl/train/X-1.npy"), 600, 2);
        constant(folder.resolve("smap_msl/test/X-1.npy"), 600, 2);
        Files.writeString(
                folder.resolve("smap_msl/labeled_anomalies.csv"),
                "chan_id,spacecraft,anomaly_sequences,class,num_values\nX-1,SMAP,\"[[100, 120]]\",[point],600\n");

        int code = run(
                "evaluate",
                "--suite",
                "smap-msl",
                "--datasets",
                folder.toString(),
                "--detector",
                "window-pca",
                "--no-cache",
                "--json");
        assertThat(code).as(text(err)).isEqualTo(ExitCode.OK);
        String last = text(out).lines().reduce((a, b) -> b).orElseThrow();
        assertThat(last)
                .startsWith("{\"suite\":\"smap-msl\",\"detector\":\"window-pca\",\"series\":1,\"groups\":{\"SMAP\":{");
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

    private static void npy(Path file, int rows, int columns) throws IOException {
        npy(file, rows, columns, 1);
    }

    private static void constant(Path file, int rows, int columns) throws IOException {
        npy(file, rows, columns, 0);
    }

    /** A sine of the given amplitude in every column, around 5. */
    private static void npy(Path file, int rows, int columns, double amplitude) throws IOException {
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (%d, %d), }".formatted(rows, columns);
        String padded = header + " ".repeat(63 - (10 + header.length()) % 64) + "\n";
        var bytes =
                ByteBuffer.allocate(10 + padded.length() + 8 * rows * columns).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        bytes.putShort((short) padded.length()).put(padded.getBytes(StandardCharsets.US_ASCII));
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                bytes.putDouble(5 + amplitude * Math.sin(r / 9.0 + c));
            }
        }
        Files.createDirectories(file.getParent());
        Files.write(file, bytes.array());
    }
}
