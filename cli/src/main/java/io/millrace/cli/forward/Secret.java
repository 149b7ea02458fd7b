package io.millrace.cli.forward;

import io.millrace.cli.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A token or key. Its text is a row of stars, so that no message, log or stack trace can show it. */
final class Secret {

    static final String VARIABLE = "MILLRACE_FORWARD_SECRET";

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * From a file, else from the environment.
     *
     * @throws BadInputException if the file cannot be read, or what is there is no token
     */
    static Optional<Secret> find(Optional<Path> file, Map<String, String> environment) {
        if (file.isPresent()) {
            return Optional.of(of(read(file.get()), "--secret-file " + file.get()));
        }
        return Optional.ofNullable(environment.get(VARIABLE)).map(text -> of(text, VARIABLE));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new BadInputException(
                    "--secret-file " + file + " cannot be read: expected a file of one line that this user may read",
                    e);
        }
    }

    private static Secret of(String text, String origin) {
        String value = text.strip();
        if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new BadInputException(
                    origin + " holds no token: expected one line of printable ASCII without blanks");
        }
        return new Secret(value);
    }

    String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "******";
    }
}
