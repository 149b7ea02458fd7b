package io.millrace.benchmarks;

import io.millrace.detection.file.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory that goes when it is closed, with all that is in it. */
public final class TemporaryDirectory implements AutoCloseable {

    private final Path path;

    public TemporaryDirectory() throws IOException {
        path = Files.createTempDirectory("millrace-bench");
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            Folders.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary directory " + path + " cannot be deleted", e);
        }
    }
}
