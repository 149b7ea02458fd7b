package io.millrace.job.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Everything that was configured, validated. Each operator receives its own part alone.
 *
 * <p>Immutable. Its text shows no secrets.
 *
 * @param name under which the job speaks of itself
 * @param effective every option's value as a user would write it, in the documentation's order, secrets masked; for the log
 */
public record JobConfig(
        String name,
        KafkaConfig kafka,
        TopicsConfig topics,
        SourceConfig source,
        OrderingConfig ordering,
        WindowConfig window,
        ScoringConfig scoring,
        ModelsConfig models,
        AlertsConfig alerts,
        DeliveryConfig delivery,
        CheckpointConfig checkpoint,
        ParallelismConfig parallelism,
        Map<String, String> effective) {

    public JobConfig {
        effective = Collections.unmodifiableMap(new LinkedHashMap<>(effective));
        delivery.requireOutlives(checkpoint);
        window.requireOutlives(ordering);
        alerts.requireFits(ordering, window);
    }

    /**
     * Reads the configuration as a started job does: the YAML file named by {@code --config=FILE} (optional), then
     * {@code MILLRACE_JOB_*} variables, then {@code --key=value} arguments; the later wins.
     *
     * @throws ConfigException with every violation, if there is any
     */
    public static JobConfig load(List<String> arguments, Map<String, String> environment) {
        return JobConfigReader.read(sources(arguments, environment));
    }

    /**
     * The settings that {@link #load} would read, by key, with their secrets: for a program that starts the job elsewhere, where neither
     * file nor environment are. {@link #of} says whether they are a configuration.
     *
     * @throws ConfigException if a source cannot be read
     */
    public static Map<String, String> settings(List<String> arguments, Map<String, String> environment) {
        ConfigSources sources = sources(arguments, environment);
        if (!sources.violations().isEmpty()) {
            throw new ConfigException(sources.violations());
        }
        Map<String, String> settings = new LinkedHashMap<>();
        sources.settings().forEach((key, setting) -> settings.put(key, setting.text()));
        return settings;
    }

    private static ConfigSources sources(List<String> arguments, Map<String, String> environment) {
        ConfigSources command = new ConfigSources();
        command.addArguments(arguments);
        ConfigSources sources = new ConfigSources();
        ConfigSources.Setting file = command.settings().remove(ConfigSources.FILE_ARGUMENT);
        if (file != null) {
            sources.addFile(Path.of(file.text()));
        }
        sources.addEnvironment(environment);
        sources.settings().putAll(command.settings());
        sources.violations().addAll(command.violations());
        return sources;
    }

    /**
     * Reads the configuration from keys and values, for a job that is started from within a program.
     *
     * @param settings keys as in the documentation, values as they would be written there
     * @throws ConfigException with every violation, if there is any
     */
    public static JobConfig of(Map<String, String> settings) {
        ConfigSources sources = new ConfigSources();
        settings.forEach((key, text) -> sources.settings().put(key, new ConfigSources.Setting(text, "program")));
        return JobConfigReader.read(sources);
    }

    /** Every option with its effective value, one {@code key: value} per line, secrets masked. */
    public String describe() {
        return effective.entrySet().stream()
                .map(setting -> setting.getKey() + ": " + setting.getValue())
                .collect(Collectors.joining("\n"));
    }
}
