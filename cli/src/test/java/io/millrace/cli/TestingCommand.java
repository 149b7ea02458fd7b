package io.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs command lines in this JVM and remembers what they said; writes small files to train on. */
final class TestingCommand {

    /** Options of a training that takes no time. */
    static final String QUICK = " --steps 8 --hidden 4 --epochs 1";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Words are parted by single blanks; none holds one. */
    int run(String line) {
        out.reset();
        err.reset();
        Terminal terminal = Terminal.plain(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        return Millrace.run(terminal, line.strip().split(" +"));
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    JsonNode json() throws IOException {
        String[] lines = out().strip().split("\n");
        return new ObjectMapper().readTree(lines[lines.length - 1]);
    }

    /** A row of a small file. */
    interface Row {
        String at(int row);
    }

    static Path csv(Path file, String header, int rows, Row row) throws IOException {
        var lines = new ArrayList<>(List.of(header));
        for (int r = 0; r < rows; r++) {
            lines.add(row.at(r));
        }
        return Files.write(file, lines);
    }

    /** Two waves, 150 rows. */
    static Path waves(Path file, int phase) throws IOException {
        return csv(
                file,
                "timestamp,a,b",
                150,
                r -> "%d,%s,%s".formatted(1_700_000_000 + r, Math.sin(phase + r / 4.0), Math.cos(r / 3.0)));
    }

    /** Waves as an array of [150 x columns]. */
    static Path array(Path file, int columns) throws IOException {
        byte[] header = "{'descr': '<f8', 'fortran_order': False, 'shape': (150, %d), }\n"
                .formatted(columns)
                .getBytes(StandardCharsets.ISO_8859_1);
        var buffer = ByteBuffer.allocate(10 + header.length + 8 * 150 * columns).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length);
        buffer.put(header);
        for (int r = 0; r < 150; r++) {
            for (int c = 0; c < columns; c++) {
                buffer.putDouble(Math.sin(c + r / 4.0));
            }
        }
        return Files.write(file, buffer.array());
    }
}
