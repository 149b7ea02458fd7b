package io.millrace.detection.artefact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

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

    /** Writes aside, then moves: an interrupted write leaves the old file. */
    public static void write(Path file, ModelArtefact artefact) throws IOException {
        Path absolute = file.toAbsolutePath();
        Files.createDirectories(absolute.getParent());
        Path aside = Files.createTempFile(
                absolute.getParent(), absolute.getFileName().toString(), ".part");
        try {
            Files.write(aside, ArtefactCodec.encode(artefact));
            Files.move(aside, absolute, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
