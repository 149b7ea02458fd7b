package io.millrace.job.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects what a user wrote, from the weakest source to the strongest: YAML file, environment, command line.
 *
 * <p>Knows how values are written, not what they mean. What it cannot read it notes as a violation and goes on.
 */
final class ConfigSources {
    static final String ENVIRONMENT_PREFIX = "MILLRACE_JOB_";
    static final String FILE_ARGUMENT = "config";

    /** One value and where it was written, for messages. */
    record Setting(String text, String origin) {}

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final List<String> violations = new ArrayList<>();
    private Map<String, String> environment = System.getenv();

    /** All settings by key, the strongest source's value each. */
    Map<String, Setting> settings() {
        return settings;
    }

    List<String> violations() {
        return violations;
    }

    /** What placeholders may take from the environment. */
    Map<String, String> environment() {
        return environment;
    }

    void addFile(Path file) {
        try {
            addYaml(Files.readString(file), "file " + file);
        } catch (IOException e) {
            violations.add("file " + file + " cannot be read (" + e.getMessage() + "): check the path after --"
                    + FILE_ARGUMENT);
        }
    }

    void addYaml(String yaml, String origin) {
        try {
            JsonNode root = YAML.readTree(yaml);
            if (root == null || root.isMissingNode() || root.isNull()) {
                return;
            }
            if (!root.isObject()) {
                violations.add(origin + " holds no keys: expected lines such as `kafka.group-id: millrace`");
                return;
            }
            flatten("", root, origin);
        } catch (JsonProcessingException e) {
            // The original message quotes the source, which may hold a password.
            String where = e.getLocation() == null
                    ? ""
                    : " near line " + e.getLocation().getLineNr();
            violations.add(origin + " is not well-formed YAML" + where
                    + ": check indentation, quotes and keys that appear twice");
        }
    }

    private void flatten(String path, JsonNode node, String origin) {
        for (Iterator<Map.Entry<String, JsonNode>> fields = node.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            String key = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            JsonNode value = field.getValue();
            if (value.isObject()) {
                flatten(key, value, origin);
            } else if (value.isArray()) {
                List<String> items = new ArrayList<>();
                value.forEach(item -> items.add(item.asText()));
                put(key, String.join(",", items), origin);
            } else if (!value.isNull()) {
                put(key, value.asText(), origin);
            }
        }
    }

    private void put(String key, String text, String origin) {
        Setting earlier = settings.put(key, new Setting(text, origin));
        if (earlier != null && earlier.origin().equals(origin)) {
            violations.add(key + " is set twice in " + origin + ": keep one");
        }
    }

    /** Takes the variables that begin with {@value #ENVIRONMENT_PREFIX}; the others are not ours. */
    void addEnvironment(Map<String, String> environment) {
        this.environment = environment;
        Map<String, String> keys = new TreeMap<>();
        JobOptions.all().forEach(option -> keys.put(option.environmentVariable(), option.key()));
        String propertiesPrefix = environmentVariable(JobOptions.KAFKA_PROPERTIES_PREFIX);
        new TreeMap<>(environment).forEach((name, text) -> {
            if (!name.startsWith(ENVIRONMENT_PREFIX)) {
                return;
            }
            String origin = "environment variable " + name;
            if (keys.containsKey(name)) {
                settings.put(keys.get(name), new Setting(text, origin));
            } else if (name.startsWith(propertiesPrefix)) {
                // Kafka's own property names are words joined by dots.
                String property = name.substring(propertiesPrefix.length());
                String key = property.toLowerCase(Locale.ROOT).replace('_', '.');
                settings.put(JobOptions.KAFKA_PROPERTIES_PREFIX + key, new Setting(text, origin));
            } else {
                violations.add(origin + " sets nothing that is known: did you mean "
                        + NearestName.to(name, keys.keySet()) + "?");
            }
        });
    }

    /** Takes arguments of the form {@code --key=value} or {@code --key value}. */
    void addArguments(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("--") || argument.length() == 2) {
                violations.add("argument " + shown(argument) + " is not understood: expected --key=value");
                continue;
            }
            int equals = argument.indexOf('=');
            if (equals > 0) {
                settings.put(argument.substring(2, equals), argumentSetting(argument.substring(equals + 1)));
            } else if (i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("--")) {
                settings.put(argument.substring(2), argumentSetting(arguments.get(++i)));
            } else {
                violations.add("argument " + argument + " has no value: expected " + argument + "=value");
            }
        }
    }

    /** A stray argument may be a value, and a value may be a secret: only its beginning is repeated. */
    private static String shown(String argument) {
        return argument.length() <= 4 ? argument : argument.substring(0, 4) + "…";
    }

    private static Setting argumentSetting(String text) {
        return new Setting(text, "command line");
    }

    static String environmentVariable(String key) {
        return ENVIRONMENT_PREFIX
                + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
