package io.millrace.cli.explain;

import io.millrace.cli.data.TopicFields;
import io.millrace.job.config.JobConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where an alert and all that belongs to it are found. */
final class AlertFields {

    /** Which window of an event. */
    enum Which {
        PEAK,
        ONSET
    }

    @Option(
            names = "--brokers",
            paramLabel = "HOST:PORT",
            description = "For an alert: the Kafka brokers, joined by commas.")
    private String brokers;

    @Option(
            names = "--job-config",
            paramLabel = "FILE.yaml",
            description =
                    "For an alert: the job's configuration, for brokers, security, topics, and the format of readings and"
                            + " model files. MILLRACE_JOB_ variables count, too.")
    private Path jobConfig;

    @Option(
            names = "--window",
            paramLabel = "WHICH",
            description = "For an alert: which window of the event, ${COMPLETION-CANDIDATES} (default: PEAK).")
    private Which window;

    boolean any() {
        return brokers != null || jobConfig != null || window != null;
    }

    /** Whether anything says where the brokers are. */
    boolean saysWhere(Map<String, String> environment) {
        return brokers != null
                || jobConfig != null
                || environment.keySet().stream().anyMatch(name -> name.startsWith("MILLRACE_JOB_"));
    }

    Which window() {
        return window == null ? Which.PEAK : window;
    }

    /** @throws io.millrace.cli.BadInputException with every violation */
    JobConfig config(Map<String, String> environment) {
        var arguments = new ArrayList<String>();
        if (jobConfig != null) {
            arguments.add("--config=" + jobConfig);
        }
        if (brokers != null) {
            arguments.add("--kafka.bootstrap-servers=" + brokers);
        }
        return TopicFields.load(arguments, environment);
    }
}
