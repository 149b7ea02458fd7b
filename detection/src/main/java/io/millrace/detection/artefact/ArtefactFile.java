package io.millrace.detection.artefact;

import io.millrace.detection.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Artefacts as files; a file is there whole or not at all. */
public final class ArtefactFile {

    private ArtefactFile() {}

    /**
     * @throws BadArtefactException if the file's contents must not serve; the message names the file
     */
    public static ModelArtefact read(Path file) throws IOException, BadArtefactException {
        try {
            return ArtefactCodec.decode(Files.readAllBytes(file));
        } catch (BadArtefactException e) {
            throw new BadArtefactException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * @throws BadArtefactException if the file's contents must not serve; the message names the file
     */
    public static ModelDelta readDelta(Path file) throws IOException, BadArtefactException {
        try {
            return ArtefactCodec.decodeDelta(Files.readAllBytes(file));
        } catch (BadArtefactException e) {
            throw new BadArtefactException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * An interrupted write leaves the old file.
     *
     * @throws IOException if the file cannot be written ({@link io.millrace.detection.file.UnwritableFileException})
     */
    public static void write(Path file, ModelArtefact artefact) throws IOException {
        WholeFile.write(file, ArtefactCodec.encode(artefact));
    }
}
