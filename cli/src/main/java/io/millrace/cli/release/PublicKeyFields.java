package io.millrace.cli.release;

import io.millrace.cli.BadInputException;
import io.millrace.cli.InputFiles;
import io.millrace.job.config.JobConfig;
import io.millrace.schemas.signature.ReleaseKey;
import io.millrace.schemas.signature.TrustedKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The public keys by which signatures are checked. */
final class PublicKeyFields {

    @Option(
            names = "--public-key",
            paramLabel = "FILE",
            description = "Check signatures by this key, may be repeated. Default: the job's models.public-keys.")
    private List<Path> files = List.of();

    boolean areGiven() {
        return !files.isEmpty();
    }

    /** Those that were named, else the job's. */
    TrustedKeys trusted(JobConfig config) throws IOException {
        return areGiven() ? read(files) : trustedBy(config);
    }

    /** Those of the job. */
    static TrustedKeys trustedBy(JobConfig config) throws IOException {
        return read(config.models().publicKeys().stream().map(Path::of).toList());
    }

    private static TrustedKeys read(List<Path> files) throws IOException {
        var keys = new ArrayList<ReleaseKey>();
        for (Path file : files) {
            try {
                String pem = Files.readString(InputFiles.readable(file), StandardCharsets.ISO_8859_1);
                keys.add(ReleaseKey.ofPem(file.getFileName().toString(), pem));
            } catch (IllegalArgumentException e) {
                throw new BadInputException(file + ": " + e.getMessage(), e);
            }
        }
        return new TrustedKeys(keys);
    }
}
