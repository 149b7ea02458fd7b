package io.millrace.training.series;

import java.io.IOException;
import java.nio.file.Path;

/** A file that holds no usable series; the message names the file, the place in it and the way out. */
public final class UnreadableSeriesException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnreadableSeriesException(Path file, String problem) {
        super(file + ": " + problem);
    }

    public UnreadableSeriesException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
