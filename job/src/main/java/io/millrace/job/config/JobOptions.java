package io.millrace.job.config;

import io.millrace.detection.threshold.AlertLevels;
import io.millrace.detection.window.Imputation;
import io.millrace.job.config.Option.OptionType;
import io.millrace.job.config.Option.Range;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Every option of the job, in the order of the documentation.
 *
 * <p>An option that is not listed here does not exist: a key that none of these matches is refused.
 */
final class JobOptions {
    /** Keys that begin so are handed to Kafka's clients without the prefix. */
    static final String KAFKA_PROPERTIES_PREFIX = "kafka.properties.";

    private static final List<Option<?>> ALL = new ArrayList<>();

    private static final Range<String> NOT_EMPTY = new Range<>("that is not empty", text -> !text.isBlank());
    private static final Range<String> TOPIC = new Range<>(
            "of letters, digits, dots, hyphens and underscores, at most 249",
            text -> text.matches("[a-zA-Z0-9._-]{1,249}") && !text.matches("\\.{1,2}"));
    private static final Range<Duration> POSITIVE =
            new Range<>("above 0 ms", duration -> !duration.isNegative() && duration.toMillis() > 0);
    private static final Range<Duration> NOT_NEGATIVE =
            new Range<>("of 0 ms or more", duration -> !duration.isNegative());

    // Kafka
    static final Option<String> BOOTSTRAP_SERVERS = required(
            "kafka.bootstrap-servers", OptionTypes.TEXT, NOT_EMPTY, "Kafka brokers as host:port, joined by commas.");
    static final Option<String> GROUP_ID = text(
            "kafka.group-id",
            "millrace",
            NOT_EMPTY,
            "Consumer group under which the job commits what it has read, so that lag can be watched.");

    // Job
    static final Option<String> NAME = text(
            "job.name",
            "",
            Range.any(),
            "Name under which the job says on `model-status` what became of a release, since several jobs may read one"
                    + " topic of models; empty takes `kafka.group-id`.");

    // Topics
    static final Option<String> READINGS = text("topics.readings", "readings", TOPIC, "Topic with sensor readings.");
    static final Option<String> MODELS = text("topics.models", "models", TOPIC, "Compacted topic with model releases.");
    static final Option<String> ALERTS = text("topics.alerts", "alerts", TOPIC, "Topic that receives alerts.");
    static final Option<String> SCORES =
            text("topics.scores", "scores", TOPIC, "Topic that receives window scores, if any are written.");
    static final Option<String> READINGS_REJECTED = text(
            "topics.readings-rejected",
            "readings-rejected",
            TOPIC,
            "Topic that receives each record that was not used as a reading, with the reason.");
    static final Option<String> MODEL_STATUS =
            text("topics.model-status", "model-status", TOPIC, "Topic that tells what became of each model release.");

    // Source
    static final Option<StartOffsets> START_OFFSETS = option(
            "source.start-offsets",
            OptionTypes.oneOf(StartOffsets.class),
            StartOffsets.COMMITTED,
            Range.any(),
            "Where reading begins when no checkpoint or savepoint says so; `committed` begins at the oldest record if"
                    + " the group never committed.");
    static final Option<Instant> START_TIMESTAMP = optional(
            "source.start-timestamp",
            OptionTypes.INSTANT,
            Range.any(),
            "Kafka timestamp of the first record to read, with `source.start-offsets: timestamp`.");
    static final Option<StopOffsets> STOP_OFFSETS = option(
            "source.stop-offsets",
            OptionTypes.oneOf(StopOffsets.class),
            StopOffsets.NEVER,
            Range.any(),
            "Where reading ends; with `latest` the job ends, too, after the records that are there when it starts, for"
                    + " replays.");
    static final Option<ReadingFormat> FORMAT = option(
            "source.format",
            OptionTypes.oneOf(ReadingFormat.class),
            ReadingFormat.AUTO,
            Range.any(),
            "Encoding of readings; `auto` decides by each record's first bytes.");
    static final Option<String> AVRO_SCHEMA_FILE = optional(
            "source.avro-schema-file",
            OptionTypes.TEXT,
            NOT_EMPTY,
            "Path of an `.avsc` file when Avro readings follow a schema of your own instead of Millrace's"
                    + " SensorReading; `source.fields.*` then say where a reading's parts are.");
    static final Option<AvroFraming> AVRO_FRAMING = option(
            "source.avro-framing",
            OptionTypes.oneOf(AvroFraming.class),
            AvroFraming.SINGLE_OBJECT,
            Range.any(),
            "What stands in front of Avro records of your own schema: nothing, the single-object header (10 bytes) or"
                    + " a schema registry's header (5 bytes).");
    static final Option<String> MACHINE_FIELD = text(
            "source.fields.machine",
            "machineId",
            NOT_EMPTY,
            "Field with the machine's identity, in JSON and your own Avro; fields within fields are joined by dots.");
    static final Option<String> TIME_FIELD = text(
            "source.fields.time",
            "",
            Range.any(),
            "Field with the event time, a number or an ISO-8601 text; empty accepts `timestamp` and"
                    + " `timestampMillis`.");
    static final Option<TimestampUnit> TIME_UNIT = option(
            "source.fields.time-unit",
            OptionTypes.oneOf(TimestampUnit.class),
            TimestampUnit.MILLISECONDS,
            Range.any(),
            "Unit of an event time that is a number, counted from 1970-01-01T00:00:00Z; an Avro timestamp type brings"
                    + " its own.");
    static final Option<String> VALUES_FIELD = text(
            "source.fields.values",
            "values",
            Range.any(),
            "Field that holds the sensors as an object; without such a field every number of the record is a"
                    + " sensor.");
    static final Option<List<String>> SENSOR_FIELDS = option(
            "source.fields.sensors",
            OptionTypes.LIST,
            List.of(),
            Range.any(),
            "Fields that are sensors, each as `field` or `sensor=field`; empty takes all under"
                    + " `source.fields.values`.");
    static final Option<Integer> MAX_RECORD_BYTES = option(
            "source.max-record-size",
            OptionTypes.SIZE,
            1 << 20,
            new Range<>("from 64 bytes on", bytes -> bytes >= 64),
            "Largest key plus value that is decoded, in bytes; a larger record is rejected.");
    static final Option<Duration> FUTURE_BOUND = option(
            "source.future-bound",
            OptionTypes.DURATION,
            Duration.ofMinutes(10),
            NOT_NEGATIVE,
            "How far an event time may be ahead of the record's Kafka timestamp; a reading further ahead is"
                    + " rejected, so that one wrong clock cannot advance event time for all.");

    // Ordering
    static final Option<Duration> OUT_OF_ORDERNESS = option(
            "ordering.out-of-orderness",
            OptionTypes.DURATION,
            Duration.ofSeconds(5),
            NOT_NEGATIVE,
            "How much later than a newer reading of the same machine (event time) a reading may arrive and still be"
                    + " scored; also the delay that waiting for it costs.");
    static final Option<Duration> IDLE_TIMEOUT = option(
            "ordering.idle-timeout",
            OptionTypes.DURATION,
            Duration.ofSeconds(30),
            POSITIVE,
            "After which silence (clock time) a partition no longer holds event time back.");
    static final Option<Duration> IDLE_RELEASE = option(
            "ordering.idle-release",
            OptionTypes.DURATION,
            Duration.ofMinutes(1),
            NOT_NEGATIVE,
            "After which silence of a machine (event time) its readings that still wait for their order are scored.");
    static final Option<Duration> ALIGNMENT_DRIFT = option(
            "ordering.alignment.max-drift",
            OptionTypes.DURATION,
            Duration.ZERO,
            NOT_NEGATIVE,
            "How much event time a partition may be ahead of the slowest before it waits; 0 ms switches alignment off."
                    + " It bounds memory while catching up, and slows catching up to this much event time per"
                    + " update.");
    static final Option<String> ALIGNMENT_GROUP = text(
            "ordering.alignment.group", "readings", NOT_EMPTY, "Name under which sources are aligned with each other.");
    static final Option<Duration> ALIGNMENT_INTERVAL = option(
            "ordering.alignment.update-interval",
            OptionTypes.DURATION,
            Duration.ofSeconds(1),
            POSITIVE,
            "How often (clock time) it is looked at which partitions must wait.");

    // Windows
    static final Option<Duration> GAP_INTERVAL = option(
            "window.gap.interval",
            OptionTypes.DURATION,
            Duration.ZERO,
            NOT_NEGATIVE,
            "Time between two readings of a machine, from which missing steps are counted; 0 ms when it varies, then"
                    + " nothing is filled in.");
    static final Option<Duration> GAP_RESTART = option(
            "window.gap.restart-after",
            OptionTypes.DURATION,
            Duration.ofHours(1),
            POSITIVE,
            "Longest pause (event time) that a window survives; after a longer one it fills anew.");
    static final Option<Imputation> GAP_IMPUTATION = option(
            "window.gap.imputation",
            OptionTypes.oneOf(Imputation.class),
            Imputation.NONE,
            Range.any(),
            "How steps that are missing within a survived pause are filled.");
    static final Option<Double> GAP_FIXED_VALUE = option(
            "window.gap.fixed-value",
            OptionTypes.NUMBER,
            0.0,
            new Range<>("that is finite", Double::isFinite),
            "Value, in the sensors' physical unit, that `window.gap.imputation: fixed` fills in.");
    static final Option<Double> DEGRADED_SHARE = option(
            "window.degraded-share",
            OptionTypes.NUMBER,
            0.5,
            new Range<>("above 0, at most 1", share -> share > 0 && share <= 1),
            "Share of a window's rows that were filled in from which its data quality is called degraded.");
    static final Option<Integer> ROWS_WITHOUT_MODEL = option(
            "window.rows-without-model",
            OptionTypes.INTEGER,
            64,
            new Range<>("from 1 to 10000", rows -> rows >= 1 && rows <= 10_000),
            "Number of readings that a machine keeps while no model serves it.");
    static final Option<Duration> STATE_TTL = option(
            "window.state-ttl",
            OptionTypes.DURATION,
            Duration.ofDays(7),
            POSITIVE,
            "After which silence (event time) a machine is forgotten and its open alert closed.");

    // Scoring
    static final Option<Integer> BUNDLE_SIZE = option(
            "scoring.bundle-size",
            OptionTypes.INTEGER,
            1024,
            new Range<>("from 1 to 65536", size -> size >= 1 && size <= 65_536),
            "Number of windows, over all machines of a subtask, that are scored at once under load; fewer, 128 or less, while the job keeps up.");
    static final Option<Duration> BUNDLE_TIME = option(
            "scoring.bundle-time",
            OptionTypes.DURATION,
            Duration.ofMillis(10),
            NOT_NEGATIVE,
            "How long (clock time) a window waits for others at most before it is scored.");
    static final Option<ScoresOutput> SCORES_OUTPUT = option(
            "scores.output",
            OptionTypes.oneOf(ScoresOutput.class),
            ScoresOutput.NONE,
            Range.any(),
            "Which window scores are written to the scores topic.");
    static final Option<Integer> SAMPLE_EVERY = option(
            "scores.sample-every",
            OptionTypes.INTEGER,
            60,
            atLeast(1),
            "With `scores.output: sampled`, one score of how many is written.");
    static final Option<String> HEARTBEAT_PREFIX = text(
            "scores.heartbeat-prefix",
            "millrace-heartbeat",
            Range.any(),
            "Machines whose id begins with this are heartbeats (`./millrace heartbeat`): all their scores are written, whatever `scores.output`"
                    + " says; empty for none.");

    // Models
    static final Option<List<String>> MODEL_FILES = option(
            "models.files",
            OptionTypes.LIST,
            List.of(),
            Range.any(),
            "Model artefacts that serve from the start, each a path or `pattern=path` for the machines that the glob"
                    + " names; without any, readings fill windows but stay unscored until a release arrives.");
    static final Option<String> MACHINES_FOLDER = text(
            "models.machines",
            "",
            Range.any(),
            "Folder of machines' own models that serve from the start, as `train --fine-tune` leaves it (`DIR/machines`),"
                    + " readable for every TaskManager; each task reads those of its machines.");

    static final Option<List<String>> PUBLIC_KEYS = option(
            "models.public-keys",
            OptionTypes.LIST,
            List.of(),
            Range.any(),
            "PEM files of Ed25519 public keys, read when the job is put together; with any, a release is refused unless"
                    + " it is signed with the private half of one of them. Without, signatures are not looked at. Models that"
                    + " this configuration names are trusted as they are.");
    static final Option<Integer> MAX_ARTEFACT_BYTES = option(
            "models.max-artefact-size",
            OptionTypes.SIZE,
            64 << 20,
            new Range<>("from 1 kb on", bytes -> bytes >= 1 << 10),
            "Largest artefact, in bytes, that is fetched from the URI of a release; a larger one is refused.");

    // Alerts
    static final Option<OutputFormat> ALERTS_FORMAT = option(
            "alerts.format",
            OptionTypes.oneOf(OutputFormat.class),
            OutputFormat.AVRO,
            Range.any(),
            "Encoding of alerts, scores and model status; dead letters are always Avro, because they hold bytes.");
    static final Option<Integer> UPDATE_EVERY_WINDOWS = option(
            "alerts.update-every-windows",
            OptionTypes.INTEGER,
            30,
            atLeast(1),
            "An open alert is updated when its event has grown by this many windows.");
    static final Option<Double> UPDATE_PEAK_RISE = option(
            "alerts.update-peak-rise",
            OptionTypes.NUMBER,
            0.2,
            new Range<>("above 0", share -> share > 0),
            "An open alert is also updated when its highest error ratio has risen by this share (0.2 is 20 %).");
    static final Option<Integer> TOP_SENSORS = option(
            "alerts.top-sensors",
            OptionTypes.INTEGER,
            5,
            atLeast(1),
            "Number of sensors that an alert explains at most.");
    static final Option<Integer> TOP_STEPS = option(
            "alerts.top-steps",
            OptionTypes.INTEGER,
            5,
            atLeast(0),
            "Number of steps of the window that an alert explains at most.");
    static final Option<Double> LEVEL_WARNING = option(
            "alerts.levels.warning",
            OptionTypes.NUMBER,
            AlertLevels.DEFAULT.warning(),
            new Range<>("above 0 and below 1", level -> level > 0 && level < 1),
            "Calibrated score from which windows are anomalous and an alert is a warning, below `alerts.levels.critical`. 0.3 is the"
                    + " model's threshold or the 99 % quantile of healthy scores, whichever is higher. Models without calibration go"
                    + " by their threshold alone.");
    static final Option<Double> LEVEL_CRITICAL = option(
            "alerts.levels.critical",
            OptionTypes.NUMBER,
            AlertLevels.DEFAULT.critical(),
            new Range<>("above 0 and below 1", level -> level > 0 && level < 1),
            "Calibrated score from which an alert is critical. Of models without calibration an alert is critical from their"
                    + " own multiple of the threshold on.");
    static final Option<Duration> SILENCE_AFTER = option(
            "alerts.silence-after",
            OptionTypes.DURATION,
            Duration.ofHours(1),
            NOT_NEGATIVE,
            "After which silence (event time) of a machine an alert of kind `SILENCE` is opened; the machine's next reading closes it. Well"
                    + " above the usual time between two readings; 0 ms for never.");

    // Delivery
    static final Option<Delivery> GUARANTEE = option(
            "delivery.guarantee",
            OptionTypes.oneOf(Delivery.class),
            Delivery.AT_LEAST_ONCE,
            Range.any(),
            "What consumers can rely on after a failure: repeats with the same identity but no delay, or each record"
                    + " once but visible only after a checkpoint.");
    static final Option<String> TRANSACTIONAL_ID_PREFIX = text(
            "delivery.transactional-id-prefix",
            "millrace",
            NOT_EMPTY,
            "Begins the names of transactions; unique among the jobs of one Kafka cluster.");
    static final Option<Duration> TRANSACTION_TIMEOUT = option(
            "delivery.transaction-timeout",
            OptionTypes.DURATION,
            Duration.ofMinutes(15),
            POSITIVE,
            "After which Kafka aborts a transaction that was not committed; above `checkpoint.interval` plus"
                    + " `checkpoint.timeout` plus the longest outage to survive.");
    static final Option<Duration> BROKER_MAX_TRANSACTION_TIMEOUT = option(
            "delivery.broker-max-transaction-timeout",
            OptionTypes.DURATION,
            Duration.ofMinutes(15),
            POSITIVE,
            "The broker's `transaction.max.timeout.ms`, which bounds the transaction timeout.");

    // Checkpoints
    static final Option<Duration> CHECKPOINT_INTERVAL = option(
            "checkpoint.interval",
            OptionTypes.DURATION,
            Duration.ofSeconds(10),
            new Range<>("of 10 ms or more", duration -> duration.toMillis() >= 10),
            "Time between the starts of two checkpoints: how much is read again after a failure.");
    static final Option<Duration> CHECKPOINT_TIMEOUT = option(
            "checkpoint.timeout",
            OptionTypes.DURATION,
            Duration.ofMinutes(5),
            POSITIVE,
            "After which a checkpoint that has not completed is given up.");
    static final Option<String> CHECKPOINT_DIRECTORY = optional(
            "checkpoint.directory",
            OptionTypes.TEXT,
            NOT_EMPTY,
            "URI of a directory that every node reaches, for checkpoints; unset leaves it to the cluster's"
                    + " configuration.");
    static final Option<StateBackendKind> STATE_BACKEND = option(
            "checkpoint.state-backend",
            OptionTypes.oneOf(StateBackendKind.class),
            StateBackendKind.HEAP,
            Range.any(),
            "Where the state of machines lives: on the heap (fastest) or in RocksDB on local disk (more machines than"
                    + " memory).");

    // Parallelism
    static final Option<Integer> PARALLELISM = optional(
            "parallelism.default",
            OptionTypes.INTEGER,
            atLeast(1),
            "Number of subtasks of each operator; unset leaves it to the cluster's configuration.");
    static final Option<Integer> MAX_PARALLELISM = option(
            "parallelism.max",
            OptionTypes.INTEGER,
            128,
            new Range<>("from 1 to 32768", max -> max >= 1 && max <= 32768),
            "Upper bound of every later parallelism; cannot change once there is a savepoint.");

    private JobOptions() {}

    static List<Option<?>> all() {
        return Collections.unmodifiableList(ALL);
    }

    /** Whether a key must be set by the user. */
    static boolean isRequired(Option<?> option) {
        return option == BOOTSTRAP_SERVERS;
    }

    private static Range<Integer> atLeast(int least) {
        return new Range<>("from " + least + " on", value -> value >= least);
    }

    private static Option<String> text(String key, String defaultValue, Range<String> range, String description) {
        return option(key, OptionTypes.TEXT, defaultValue, range, description);
    }

    private static <T> Option<T> required(String key, OptionType<T> type, Range<T> range, String description) {
        return register(new Option<>(key, type, Optional.empty(), description, range));
    }

    private static <T> Option<T> optional(String key, OptionType<T> type, Range<T> range, String description) {
        return register(new Option<>(key, type, Optional.empty(), description, range));
    }

    private static <T> Option<T> option(
            String key, OptionType<T> type, T defaultValue, Range<T> range, String description) {
        return register(new Option<>(key, type, Optional.of(defaultValue), description, range));
    }

    private static <T> Option<T> register(Option<T> option) {
        ALL.add(option);
        return option;
    }
}
