package io.millrace.job.config;

import java.util.List;
import java.util.Locale;

/** Which keys hold what must not be shown, and what is shown instead. */
final class Secrets {
    static final String MASK = "******";

    /** Parts of names, of Kafka's and of those that people use. */
    private static final List<String> PARTS = List.of(
            "password",
            "passwd",
            "secret",
            "jaas",
            "token",
            "credential",
            "private",
            "keystore.key",
            "api-key",
            "apikey");

    private Secrets() {}

    static boolean isSecret(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return PARTS.stream().anyMatch(lower::contains);
    }

    static String shown(String key, String value) {
        return isSecret(key) ? MASK : value;
    }
}
