package io.millrace.cli;

import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.BadArtefactException;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.artefact.ModelDelta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that the user names: what cannot be read is the user's to know, in one sentence. */
public final class InputFiles {

    private InputFiles() {}

    /** @throws BadInputException if there is no such file, or it is a directory or unreadable */
    public static Path readable(Path file) {
        if (!Files.exists(file)) {
            throw new BadInputException("there is no file " + file + ": check the path (the working directory is "
                    + Path.of("").toAbsolutePath() + ")");
        }
        if (Files.isDirectory(file)) {
            throw new BadInputException(file + " is a directory, expected a file");
        }
        if (!Files.isReadable(file)) {
            throw new BadInputException(file + " cannot be read: check its permissions");
        }
        return file;
    }

    /** @throws BadInputException if the file is missing or no model that may serve */
    public static ModelArtefact artefact(Path file) throws IOException {
        try {
            return ArtefactFile.read(readable(file));
        } catch (BadArtefactException e) {
            throw new BadInputException(e.getMessage(), e);
        }
    }

    /** @throws BadInputException if the file is missing or no machine's delta that may serve */
    public static ModelDelta delta(Path file) throws IOException {
        try {
            return ArtefactFile.readDelta(readable(file));
        } catch (BadArtefactException e) {
            throw new BadInputException(e.getMessage(), e);
        }
    }
}
