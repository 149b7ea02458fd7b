package io.millrace.cli.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.millrace.cli.BadInputException;
import io.millrace.cluster.rest.FlinkRest;
import io.millrace.detection.file.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was last submitted from a folder: all that is needed to run it again. The jar is kept beside it, since the next build replaces the
 * one that was named. The file may hold secrets of the configuration and is readable by its owner alone.
 *
 * @param address of the cluster
 * @param job its id there
 * @param jar the kept copy
 * @param settings the job's configuration
 */
public record Submission(String address, String job, String jar, Map<String, String> settings) {

    private static final String NAME = "submission.json";
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public Submission {
        settings = new LinkedHashMap<>(settings);
    }

    /** Keeps a copy of a jar in the folder, by its contents, and returns it. */
    static Path keep(Path directory, Path jar) throws IOException {
        Path kept = directory.resolve("jars").resolve(sha256(jar).substring(0, 16) + ".jar");
        if (!Files.exists(kept)) {
            WholeFile.write(kept, out -> Files.copy(jar, out));
        }
        return kept;
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    void remember(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        WholeFile.write(file, MAPPER.writeValueAsBytes(this));
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    static Optional<Submission> recall(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        return Files.exists(file) ? Optional.of(MAPPER.readValue(file.toFile(), Submission.class)) : Optional.empty();
    }

    /**
     * What runs as this job.
     *
     * @throws BadInputException if it was submitted from elsewhere
     */
    static Submission of(Path directory, FlinkRest rest, String job) throws IOException {
        return recall(directory)
                .filter(last -> last.address().equals(rest.address().toString())
                        && last.job().equals(job))
                .orElseThrow(() -> new BadInputException("job " + job + " was not submitted from " + directory
                        + ", so that its jar and configuration are not known here: end it with `millrace cluster savepoint --stop`, then"
                        + " `millrace cluster submit --from SAVEPOINT` with its configuration"));
    }
}
