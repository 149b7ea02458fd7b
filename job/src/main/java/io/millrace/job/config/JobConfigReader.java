package io.millrace.job.config;

import io.millrace.detection.threshold.AlertLevels;
import io.millrace.detection.window.GapPolicy;
import io.millrace.job.config.ConfigSources.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Turns settings into a {@link JobConfig}, or into the list of everything that is wrong with them.
 *
 * <p>A value that cannot be used is noted and replaced by its default, so that the rules behind it are checked too.
 */
final class JobConfigReader {
    private final Map<String, Setting> settings;
    private final Placeholders placeholders;
    private final List<String> violations = new ArrayList<>();
    private final Map<String, String> effective = new LinkedHashMap<>();

    private JobConfigReader(Map<String, Setting> settings, Placeholders placeholders) {
        this.settings = settings;
        this.placeholders = placeholders;
    }

    static JobConfig read(ConfigSources sources) {
        JobConfigReader reader = new JobConfigReader(sources.settings(), new Placeholders(sources.environment()));
        reader.violations.addAll(sources.violations());
        reader.refuseUnknownKeys();
        Optional<JobConfig> config = reader.readAll();
        if (!reader.violations.isEmpty()) {
            throw new ConfigException(reader.violations);
        }
        return config.orElseThrow();
    }

    private void refuseUnknownKeys() {
        List<String> known = JobOptions.all().stream().map(Option::key).toList();
        settings.forEach((key, setting) -> {
            if (!known.contains(key) && !isKafkaProperty(key)) {
                violations.add(key + " (" + setting.origin() + ") is not known: did you mean "
                        + NearestName.to(key, known) + "?");
            }
        });
    }

    private Optional<JobConfig> readAll() {
        // In the documentation's order, so that violations and the effective settings are listed in it.
        Optional<KafkaConfig> kafka = build(() ->
                new KafkaConfig(value(JobOptions.BOOTSTRAP_SERVERS), value(JobOptions.GROUP_ID), kafkaProperties()));
        String name = value(JobOptions.NAME);
        Optional<TopicsConfig> topics = build(() -> new TopicsConfig(
                value(JobOptions.READINGS),
                value(JobOptions.MODELS),
                value(JobOptions.ALERTS),
                value(JobOptions.SCORES),
                value(JobOptions.READINGS_REJECTED),
                value(JobOptions.MODEL_STATUS)));
        Optional<SourceConfig> source = build(this::source);
        Optional<OrderingConfig> ordering = build(() -> new OrderingConfig(
                value(JobOptions.OUT_OF_ORDERNESS),
                value(JobOptions.IDLE_TIMEOUT),
                value(JobOptions.IDLE_RELEASE),
                alignment()));
        Optional<WindowConfig> window = build(() -> new WindowConfig(
                gaps(),
                value(JobOptions.DEGRADED_SHARE),
                value(JobOptions.ROWS_WITHOUT_MODEL),
                value(JobOptions.STATE_TTL)));
        Optional<ScoringConfig> scoring = build(() -> new ScoringConfig(
                value(JobOptions.BUNDLE_SIZE),
                value(JobOptions.BUNDLE_TIME),
                value(JobOptions.SCORES_OUTPUT),
                value(JobOptions.SAMPLE_EVERY),
                value(JobOptions.HEARTBEAT_PREFIX)));
        Optional<ModelsConfig> models = build(() -> new ModelsConfig(
                value(JobOptions.MODEL_FILES),
                Optional.of(value(JobOptions.MACHINES_FOLDER)).filter(folder -> !folder.isBlank()),
                value(JobOptions.PUBLIC_KEYS),
                value(JobOptions.MAX_ARTEFACT_BYTES)));
        Optional<AlertsConfig> alerts = build(() -> new AlertsConfig(
                value(JobOptions.ALERTS_FORMAT),
                value(JobOptions.UPDATE_EVERY_WINDOWS),
                value(JobOptions.UPDATE_PEAK_RISE),
                value(JobOptions.TOP_SENSORS),
                value(JobOptions.TOP_STEPS),
                value(JobOptions.SILENCE_AFTER),
                new AlertLevels(value(JobOptions.LEVEL_WARNING), value(JobOptions.LEVEL_CRITICAL))));
        Optional<DeliveryConfig> delivery = build(() -> new DeliveryConfig(
                value(JobOptions.GUARANTEE),
                value(JobOptions.TRANSACTIONAL_ID_PREFIX),
                value(JobOptions.TRANSACTION_TIMEOUT),
                value(JobOptions.BROKER_MAX_TRANSACTION_TIMEOUT)));
        Optional<CheckpointConfig> checkpoint = build(() -> new CheckpointConfig(
                value(JobOptions.CHECKPOINT_INTERVAL),
                value(JobOptions.CHECKPOINT_TIMEOUT),
                optional(JobOptions.CHECKPOINT_DIRECTORY),
                value(JobOptions.STATE_BACKEND)));
        Optional<ParallelismConfig> parallelism = build(() -> new ParallelismConfig(
                optional(JobOptions.PARALLELISM).map(OptionalInt::of).orElse(OptionalInt.empty()),
                value(JobOptions.MAX_PARALLELISM)));
        boolean complete = Stream.of(
                        kafka,
                        topics,
                        source,
                        ordering,
                        window,
                        scoring,
                        models,
                        alerts,
                        delivery,
                        checkpoint,
                        parallelism)
                .allMatch(Optional::isPresent);
        // The rules between parts are told even where a third part is missing.
        delivery.ifPresent(d -> checkpoint.ifPresent(c -> check(() -> d.requireOutlives(c))));
        window.ifPresent(w -> ordering.ifPresent(o -> check(() -> w.requireOutlives(o))));
        alerts.ifPresent(a -> window.ifPresent(w -> ordering.ifPresent(o -> check(() -> a.requireFits(o, w)))));
        if (!complete || !violations.isEmpty()) {
            return Optional.empty();
        }
        return build(() -> new JobConfig(
                name.isBlank() ? kafka.orElseThrow().groupId() : name,
                kafka.orElseThrow(),
                topics.orElseThrow(),
                source.orElseThrow(),
                ordering.orElseThrow(),
                window.orElseThrow(),
                scoring.orElseThrow(),
                models.orElseThrow(),
                alerts.orElseThrow(),
                delivery.orElseThrow(),
                checkpoint.orElseThrow(),
                parallelism.orElseThrow(),
                effective));
    }

    private SourceConfig source() {
        return new SourceConfig(
                value(JobOptions.START_OFFSETS),
                optional(JobOptions.START_TIMESTAMP),
                value(JobOptions.STOP_OFFSETS),
                value(JobOptions.FORMAT),
                optional(JobOptions.AVRO_SCHEMA_FILE).map(Path::of),
                value(JobOptions.AVRO_FRAMING),
                new FieldMapping(
                        value(JobOptions.MACHINE_FIELD),
                        value(JobOptions.TIME_FIELD),
                        value(JobOptions.TIME_UNIT),
                        value(JobOptions.VALUES_FIELD),
                        build(() -> FieldMapping.parseSensors(value(JobOptions.SENSOR_FIELDS)))
                                .orElse(Map.of())),
                value(JobOptions.MAX_RECORD_BYTES),
                value(JobOptions.FUTURE_BOUND));
    }

    private Optional<OrderingConfig.Alignment> alignment() {
        Duration drift = value(JobOptions.ALIGNMENT_DRIFT);
        OrderingConfig.Alignment alignment = new OrderingConfig.Alignment(
                value(JobOptions.ALIGNMENT_GROUP), drift, value(JobOptions.ALIGNMENT_INTERVAL));
        return drift.isZero() ? Optional.empty() : Optional.of(alignment);
    }

    private GapPolicy gaps() {
        return new GapPolicy(
                value(JobOptions.GAP_INTERVAL).toMillis(),
                value(JobOptions.GAP_RESTART).toMillis(),
                value(JobOptions.GAP_IMPUTATION),
                value(JobOptions.GAP_FIXED_VALUE));
    }

    private Map<String, String> kafkaProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        // with providers of its own, Kafka fills in what looks like ours
        boolean kafkaFillsIn = settings.containsKey(JobOptions.KAFKA_PROPERTIES_PREFIX + "config.providers");
        settings.forEach((key, setting) -> {
            if (isKafkaProperty(key)) {
                effective.put(key, Secrets.shown(key, setting.text())); // never what is filled in
                String value = setting.text();
                if (!kafkaFillsIn) {
                    value = build(() -> placeholders.filled(key, setting.text()))
                            .orElse("");
                }
                properties.put(key.substring(JobOptions.KAFKA_PROPERTIES_PREFIX.length()), value);
            }
        });
        return properties;
    }

    private static boolean isKafkaProperty(String key) {
        return key.startsWith(JobOptions.KAFKA_PROPERTIES_PREFIX)
                && key.length() > JobOptions.KAFKA_PROPERTIES_PREFIX.length();
    }

    private <T> Optional<T> build(Supplier<T> part) {
        try {
            return Optional.of(part.get());
        } catch (ConfigException e) {
            violations.addAll(e.violations());
            return Optional.empty();
        }
    }

    private void check(Runnable rule) {
        build(() -> {
            rule.run();
            return true;
        });
    }

    /** The value of an option that has a default, or the stand-in for one that had to be set and was not. */
    @SuppressWarnings("unchecked") // The only required option is a text.
    private <T> T value(Option<T> option) {
        Optional<T> set = optional(option);
        if (set.isEmpty() && JobOptions.isRequired(option)) {
            if (!settings.containsKey(option.key())) {
                violations.add(
                        option.key() + " is not set: expected " + option.type().name() + "; set it in the file,"
                                + " as --" + option.key() + "=… or in " + option.environmentVariable());
            }
            return (T) "";
        }
        return set.or(option::defaultValue).orElseThrow();
    }

    private <T> Optional<T> optional(Option<T> option) {
        Setting setting = settings.get(option.key());
        if (setting == null) {
            option.defaultText().ifPresent(text -> effective.put(option.key(), text));
            return Optional.empty();
        }
        try {
            T value = option.parse(setting.text());
            effective.put(
                    option.key(),
                    Secrets.shown(option.key(), option.type().format().apply(value)));
            return Optional.of(value);
        } catch (IllegalArgumentException e) {
            violations.add(option.key() + " (" + setting.origin() + "): " + e.getMessage() + ", found `"
                    + Secrets.shown(option.key(), setting.text()) + "`");
            return Optional.empty();
        }
    }
}
