package io.millrace.detection.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file aside, in the same folder, and moves it to its name once it is complete: whoever opens that name finds the old contents or
 * all of the new ones. What a failed write leaves aside is taken away. Missing folders are made.
 */
public final class WholeFile {

    private WholeFile() {}

    /** What goes into a file. */
    @FunctionalInterface
    public interface Content {

        /** Writes it; {@code out} is buffered and closed by the caller. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** @throws UnwritableFileException if the file cannot be written */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, out -> out.write(content));
    }

    /** Writes UTF-8. */
    public static void write(Path file, String content) throws IOException {
        write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @throws UnwritableFileException if the file cannot be written
     */
    public static void write(Path file, Content content) throws IOException {
        Path absolute = file.toAbsolutePath();
        // not createTempFile: only its owner may read such a file, and the job often runs as somebody else
        Path aside = absolute.resolveSibling(absolute.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            Files.createDirectories(absolute.getParent());
            try (var out = new BufferedOutputStream(Files.newOutputStream(aside, StandardOpenOption.CREATE_NEW))) {
                content.writeTo(out);
            }
            Files.move(aside, absolute, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UnwritableFileException(file, reason(e), e);
        } finally {
            discard(aside); // gone already unless writing failed
        }
    }

    /** A failure here would hide the one that matters. */
    private static void discard(Path aside) {
        try {
            Files.deleteIfExists(aside);
        } catch (IOException alreadyReported) {
            aside.toFile().deleteOnExit();
        }
    }

    /** A file system's exceptions often say no more than the path. */
    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "its folder is gone";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return ((FileAlreadyExistsException) failure).getFile() + " is a file, a folder was expected";
        }
        if (failure instanceof FileSystemException) {
            String reason = ((FileSystemException) failure).getReason();
            return reason == null ? failure.getMessage() : reason;
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
