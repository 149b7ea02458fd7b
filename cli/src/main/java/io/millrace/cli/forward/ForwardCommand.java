package io.millrace.cli.forward;

import io.millrace.cli.BadInputException;
import io.millrace.cli.CtrlC;
import io.millrace.cli.ExitCode;
import io.millrace.cli.Json;
import io.millrace.cli.data.TopicConsumer;
import io.millrace.cli.terminal.Terminal;
import io.millrace.job.config.ConfigException;
import io.millrace.job.config.JobConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Takes alerts from their topic to Alertmanager, PagerDuty or a webhook. */
@Command(
        name = "forward",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        header = "Takes alerts from their topic to Alertmanager, PagerDuty or a webhook.",
        description = {
            "Every message of an alert is delivered at least once and in order: its offset is committed when the receiver has taken it, and a"
                    + " receiver that is away, slow or busy is tried again for as long as it takes. Several of these share the work"
                    + " under one --group.",
            "A secret (a webhook's or Alertmanager's bearer token, PagerDuty's integration key) comes from --secret-file or from"
                    + " MILLRACE_FORWARD_SECRET, and is never shown. An address that is a secret itself: MILLRACE_FORWARD_URL."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:with --until-end: all was delivered",
            "1:the receiver refuses us, or messages that it refused were passed over; the offsets say where to go on",
            "2:usage",
            "3:a broker, topic, file or address cannot be used",
            "130:ended by Ctrl-C or a kill, after the delivery at hand"
        })
public final class ForwardCommand implements Callable<Integer> {

    private static final int RECORDS_PER_POLL = 50; // what a kill in the middle delivers again at most

    /** Where to. */
    enum Target {
        ALERTMANAGER,
        PAGERDUTY,
        WEBHOOK
    }

    /** Where a group begins that has read nothing yet. */
    enum Start {
        EARLIEST,
        LATEST
    }

    private final Terminal terminal;
    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Option(names = "--to", required = true, description = "Kind of receiver: ${COMPLETION-CANDIDATES}.")
    private Target target;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Alertmanager's address (/api/v2/alerts is added) or the webhook's. Default for PagerDuty: "
                    + PagerDuty.URL + ".")
    private String url;

    @Option(names = "--secret-file", paramLabel = "FILE", description = "File with the secret, one line.")
    private Path secretFile;

    @Option(names = "--brokers", paramLabel = "HOST:PORT", description = "Kafka's brokers, joined by commas.")
    private String brokers;

    @Option(
            names = "--job-config",
            paramLabel = "FILE.yaml",
            description =
                    "The job's configuration, for kafka.* (brokers, security) and topics.alerts; MILLRACE_JOB_ variables count, too.")
    private Path jobConfig;

    @Option(names = "--topic", paramLabel = "TOPIC", description = "Topic of the alerts, if not as configured.")
    private String topic;

    @Option(
            names = "--group",
            paramLabel = "GROUP",
            description = "Consumer group whose offsets say what was delivered.")
    private String group = "millrace-forward";

    @Option(
            names = "--start",
            description =
                    "Where a group that has read nothing begins: ${COMPLETION-CANDIDATES} (old alerts, too, or new ones alone).")
    private Start start = Start.LATEST;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "How long the receiver may take to answer.")
    private double timeoutSeconds = 10;

    @Option(
            names = "--longest-wait",
            paramLabel = "SECONDS",
            description =
                    "Longest wait between two tries; waits begin at half a second and double. What Retry-After asks for is kept.")
    private double longestWaitSeconds = 60;

    @Option(
            names = "--holds",
            paramLabel = "HOURS",
            description = "With Alertmanager: how long an open alert holds that nothing more is heard of.")
    private double holdsHours = 168;

    @Option(
            names = "--until-end",
            description = "End when all that is on the topic now is delivered, instead of waiting for more.")
    private boolean untilEnd;

    @Option(names = "--json", description = "Print what was done as one JSON object.")
    private boolean json;

    public ForwardCommand(Terminal terminal) {
        this(terminal, System.getenv());
    }

    ForwardCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        checkNumbers();
        Receiver receiver = receiver();
        JobConfig config = config();
        var tally = new Tally();
        var backOff = new BackOff(Duration.ofMillis(500), seconds(longestWaitSeconds));
        var courier = new Courier(receiver, backOff, tally, terminal::note);
        String alerts = config.topics().alerts();
        CtrlC ctrlC = CtrlC.watch();
        try (ctrlC;
                var consumer = new KafkaConsumer<byte[], byte[]>(properties(config))) {
            TopicConsumer.partitions(
                    consumer, config, alerts); // a consumer of a group would wait for a topic that is not there
            terminal.note("Forwarding topic " + alerts + " at " + config.kafka().bootstrapServers() + " to "
                    + receiver.name() + ", group " + group + ".");
            new Forwarder(consumer, alerts, start == Start.EARLIEST, courier, tally, terminal::note).run(untilEnd);
        } catch (RefusedException e) {
            terminal.note("millrace forward: " + e.getMessage());
            report(tally);
            return ExitCode.FAILURE;
        } catch (InterruptException | InterruptedException e) {
            Thread.interrupted(); // the consumer sets the mark again
            report(tally);
            throw new InterruptedException("asked to end");
        } catch (KafkaException e) {
            throw new BadInputException(
                    "topic " + alerts + " at " + config.kafka().bootstrapServers() + " cannot be read ("
                            + TopicConsumer.reason(e)
                            + "): check --brokers, --group, or the kafka.* part of --job-config",
                    e);
        }
        report(tally);
        return tally.refused == 0 ? ExitCode.OK : ExitCode.FAILURE;
    }

    private void report(Tally tally) {
        terminal.line(json ? Json.line(tally.fields()) : tally.sentence());
    }

    private void checkNumbers() {
        if (!(timeoutSeconds > 0) || !(longestWaitSeconds > 0) || !(holdsHours > 0)) {
            throw new ParameterException(
                    spec.commandLine(), "--timeout, --longest-wait and --holds expect numbers above 0");
        }
    }

    private Receiver receiver() {
        Optional<Secret> secret = Secret.find(Optional.ofNullable(secretFile), environment);
        String given = url != null ? url : environment.get("MILLRACE_FORWARD_URL");
        if (given == null && target != Target.PAGERDUTY) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--url is missing: where does " + target.name().toLowerCase(java.util.Locale.ROOT) + " listen?");
        }
        Address address =
                new Address(Address.url(given == null ? PagerDuty.URL : given), secret, seconds(timeoutSeconds));
        return switch (target) {
            case ALERTMANAGER -> Alertmanager.at(address, seconds(holdsHours * 3600));
            case WEBHOOK -> new Webhook(address);
            case PAGERDUTY ->
                PagerDuty.at(
                        address,
                        secret.orElseThrow(() -> new BadInputException(
                                "PagerDuty wants the service's integration key: give --secret-file FILE, or set "
                                        + Secret.VARIABLE)));
        };
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1e3));
    }

    private JobConfig config() {
        List<String> arguments = new ArrayList<>();
        if (jobConfig != null) {
            arguments.add("--config=" + jobConfig);
        }
        if (brokers != null) {
            arguments.add("--kafka.bootstrap-servers=" + brokers);
        }
        if (topic != null) {
            arguments.add("--topics.alerts=" + topic);
        }
        try {
            return JobConfig.load(arguments, environment);
        } catch (ConfigException e) {
            throw new BadInputException(
                    "the alerts topic cannot be read: " + String.join("; ", e.violations()) + " (here: --brokers)", e);
        }
    }

    private Properties properties(JobConfig config) {
        Properties properties = TopicConsumer.properties(config);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest"); // records were deleted before we came: miss no more
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_PER_POLL);
        return properties;
    }
}
