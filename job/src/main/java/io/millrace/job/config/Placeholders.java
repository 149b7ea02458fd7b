package io.millrace.job.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in what a property leaves to a file or to the environment: <code>${file:/run/secrets/password}</code> (its text without line ends
 * at its end) and <code>${env:NAME}</code>, as the whole value or within it. What is filled in is never shown.
 */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(file|env):([^}]*)}");

    private final Map<String, String> environment;

    Placeholders(Map<String, String> environment) {
        this.environment = environment;
    }

    static boolean areIn(String text) {
        return PLACEHOLDER.matcher(text).find();
    }

    /**
     * @param key for messages
     * @throws ConfigException if a file or variable is not there; names it, and nothing of any value
     */
    String filled(String key, String text) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        var filled = new StringBuilder();
        while (matcher.find()) {
            String found =
                    matcher.group(1).equals("env") ? variable(key, matcher.group(2)) : file(key, matcher.group(2));
            matcher.appendReplacement(filled, Matcher.quoteReplacement(found));
        }
        return matcher.appendTail(filled).toString();
    }

    private String variable(String key, String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new ConfigException(List.of(key + " takes a part from environment variable " + name
                    + ", which is not set: set it where the job is" + " put together"));
        }
        return value;
    }

    private static String file(String key, String path) {
        try {
            return Files.readString(Path.of(path), StandardCharsets.UTF_8).replaceAll("[\\r\\n]+$", "");
        } catch (IOException | InvalidPathException e) {
            throw new ConfigException(List.of(key + " takes a part from file " + path + ", which cannot be read ("
                    + e.getClass().getSimpleName()
                    + "): check its path and permissions where the job is put together"));
        }
    }
}
