package io.millrace.detection.file;

import java.io.IOException;
import java.nio.file.Path;

/** A file that could not be written; the message names it, the reason and the way out, for people. */
public final class UnwritableFileException extends IOException {

    private static final long serialVersionUID = 1L;

    UnwritableFileException(Path file, String reason, IOException cause) {
        super(
                file + ": cannot be written (" + reason
                        + "): check the disk's free space and the folder's rights, or name another place",
                cause);
    }
}
