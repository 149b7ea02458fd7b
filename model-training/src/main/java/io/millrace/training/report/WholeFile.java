package io.millrace.training.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Files that are there whole or not at all. */
public final class WholeFile {

    private WholeFile() {}

    /** Writes aside, then moves; makes the folder. */
    public static void write(Path file, byte[] content) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path aside = absolute.resolveSibling(absolute.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            Files.createDirectories(absolute.getParent());
            Files.write(aside, content);
            Files.move(aside, absolute, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new IOException(
                    file + ": cannot be written (" + e.getMessage()
                            + "): check the disk's free space and the folder's rights",
                    e);
        } finally {
            discard(aside);
        }
    }

    /** Takes away what is left of a file that could not be written; a failure here would hide the one that matters. */
    public static void discard(Path aside) {
        try {
            Files.deleteIfExists(aside);
        } catch (IOException alreadyReported) {
            aside.toFile().deleteOnExit();
        }
    }

    public static void write(Path file, String content) throws IOException {
        write(file, content.getBytes(StandardCharsets.UTF_8));
    }
}
