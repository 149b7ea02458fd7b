package io.millrace.training.keras;

import java.io.IOException;
import java.nio.file.Path;

/** A file that cannot be imported; the message names it, what was expected and what was found. */
public final class BadImportException extends IOException {

    private static final long serialVersionUID = 1L;

    BadImportException(Path file, String problem) {
        super(file + ": " + problem);
    }

    BadImportException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
