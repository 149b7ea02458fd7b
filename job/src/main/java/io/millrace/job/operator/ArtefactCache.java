package io.millrace.job.operator;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.file.WholeFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;

/**
 * Artefacts that releases refer to, in any file system that Flink knows. The tasks of a TaskManager fetch each once: the first one leaves it,
 * named by its SHA-256, in a folder of the TaskManager's temporary directory, where the others find it. Nothing is held in a static field,
 * which would outlive the job; files are taken away after a day, since an accepted model is kept in the job's state.
 *
 * <p>Who may write to that folder can delay a model, not exchange it: what is found is compared with its SHA-256 each time.
 */
public final class ArtefactCache {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Duration KEPT = Duration.ofDays(1);

    private final java.nio.file.Path folder;
    private final int mostBytes;

    /**
     * @param temporary directory of the TaskManager, or of whoever looks at the job's models
     * @param mostBytes of an artefact
     */
    public ArtefactCache(java.nio.file.Path temporary, int mostBytes) {
        this.folder = temporary.resolve("millrace-artefacts");
        this.mostBytes = mostBytes;
    }

    /** An artefact is larger than the job takes; to try again is of no use. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException(String message) {
            super(message);
        }
    }

    /**
     * The bytes of an artefact.
     *
     * @throws IllegalArgumentException if the URI or the SHA-256 is none
     * @throws TooLargeException if it has too many bytes
     * @throws IOException if it cannot be read now, or what is there is not (yet) what the release says
     */
    public byte[] fetch(String uri, String sha256) throws IOException {
        if (!SHA256.matcher(sha256).matches()) { // it becomes a file's name
            throw new IllegalArgumentException("a SHA-256 is 64 lower-case hexadecimal digits, found " + sha256);
        }
        // Interned texts are the same object for all class loaders of the process, so its tasks wait for each other.
        synchronized (("millrace artefact " + sha256).intern()) {
            java.nio.file.Path file = folder.resolve(sha256);
            if (Files.exists(file)) {
                byte[] found = Files.readAllBytes(file);
                if (ArtefactCodec.sha256Hex(found).equals(sha256)) {
                    return found;
                }
            }
            byte[] bytes = read(uri);
            String found = ArtefactCodec.sha256Hex(bytes);
            if (!found.equals(sha256)) {
                throw new IOException("its SHA-256 should be " + sha256 + ", found " + found);
            }
            WholeFile.write(file, bytes);
            forgetOld();
            return bytes;
        }
    }

    private byte[] read(String uri) throws IOException {
        var path = new Path(URI.create(uri));
        long length = path.getFileSystem().getFileStatus(path).getLen();
        if (length > mostBytes) {
            throw new TooLargeException("it has " + length + " bytes, models.max-artefact-size allows " + mostBytes);
        }
        try (FSDataInputStream in = path.getFileSystem().open(path)) {
            byte[] bytes = in.readNBytes(mostBytes + 1); // it may have grown
            if (bytes.length > mostBytes) {
                throw new TooLargeException("it has more than the " + mostBytes + " bytes of models.max-artefact-size");
            }
            return bytes;
        }
    }

    private void forgetOld() throws IOException {
        Instant limit = Instant.now().minus(KEPT);
        try (Stream<java.nio.file.Path> files = Files.list(folder)) {
            for (java.nio.file.Path file : files.toList()) {
                if (Files.exists(file)
                        && Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
