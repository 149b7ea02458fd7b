package io.millrace.cli.data;

import io.millrace.cli.BadInputException;
import io.millrace.job.config.ConfigException;
import io.millrace.job.config.JobConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which part of which topic is read; the topic is read as the job's configuration says. */
public final class TopicFields {

    @Option(
            names = "--brokers",
            paramLabel = "HOST:PORT",
            description = "Take readings from Kafka instead of files: its brokers, joined by commas.")
    private String brokers;

    @Option(names = "--topic", paramLabel = "TOPIC", description = "Topic of the readings. Default: readings.")
    private String topic;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description =
                    "Kafka timestamp of the first record, such as 2026-03-01T06:00:00Z. Default: the oldest record.")
    private Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "Kafka timestamp to stop before. Default: the newest record when the command starts.")
    private Instant to;

    @Option(
            names = "--job-config",
            paramLabel = "FILE.yaml",
            description =
                    "The job's configuration, so that the topic is read as the job reads it: source.* (format, field"
                            + " mapping, limits), kafka.* (brokers, security), topics.readings. MILLRACE_JOB_ variables count, too.")
    private Path jobConfig;

    /** Whether readings come from a topic. */
    public boolean any() {
        return brokers != null || topic != null || from != null || to != null || jobConfig != null;
    }

    TopicRange range() {
        return new TopicRange(Optional.ofNullable(from), Optional.ofNullable(to), Long.MAX_VALUE);
    }

    /** @throws BadInputException with every violation */
    JobConfig config(Map<String, String> environment) {
        if (from != null && to != null && !from.isBefore(to)) {
            throw new BadInputException("--from " + from + " is not before --to " + to + ": exchange them");
        }
        var arguments = new ArrayList<String>();
        if (jobConfig != null) {
            arguments.add("--config=" + jobConfig);
        }
        if (brokers != null) {
            arguments.add("--kafka.bootstrap-servers=" + brokers);
        }
        if (topic != null) {
            arguments.add("--topics.readings=" + topic);
        }
        return load(arguments, environment);
    }

    /** @throws BadInputException with every violation */
    public static JobConfig load(List<String> arguments, Map<String, String> environment) {
        try {
            return JobConfig.load(List.copyOf(arguments), environment);
        } catch (ConfigException e) {
            throw new BadInputException("the topic cannot be read: " + String.join("; ", e.violations()), e);
        }
    }
}
