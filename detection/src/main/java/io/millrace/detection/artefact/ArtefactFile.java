package io.millrace.detection.artefact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

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
        // not createTempFile: only its owner may read such a file, and the job often runs as somebody else
        Path aside = absolute.resolveSibling(absolute.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            Files.write(aside, ArtefactCodec.encode(artefact), StandardOpenOption.CREATE_NEW);
            Files.move(aside, absolute, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
