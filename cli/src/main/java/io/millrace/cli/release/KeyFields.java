package io.millrace.cli.release;

import io.millrace.cli.BadInputException;
import io.millrace.cli.InputFiles;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.signature.ReleaseSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The private key that signs. */
final class KeyFields {

    private static final String KEY_VARIABLE = "MILLRACE_RELEASE_KEY";

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Sign with this private key (PEM, Ed25519; millrace keys makes one). Default: the file that"
                    + " MILLRACE_RELEASE_KEY names, else the release is not signed.")
    private Path key;

    boolean isGiven() {
        return key != null || System.getenv(KEY_VARIABLE) != null;
    }

    /** The release, signed if there is a key. */
    ModelRelease sign(ModelRelease release) throws IOException {
        if (!isGiven()) {
            return release;
        }
        Path file = key != null ? key : Path.of(System.getenv(KEY_VARIABLE));
        try {
            String pem = Files.readString(InputFiles.readable(file), StandardCharsets.ISO_8859_1);
            return ReleaseSigner.ofPem(pem).sign(release);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(file + ": " + e.getMessage());
        }
    }
}
