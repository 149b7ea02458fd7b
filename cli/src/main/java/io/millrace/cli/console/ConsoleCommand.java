package io.millrace.cli.console;

import io.millrace.cli.BadInputException;
import io.millrace.cli.CtrlC;
import io.millrace.cli.ExitCode;
import io.millrace.cli.terminal.Terminal;
import io.millrace.console.Console;
import io.millrace.console.feed.ConsoleTopics;
import io.millrace.console.job.FlinkRest;
import io.millrace.console.job.JobFigures;
import io.millrace.job.StartModels;
import io.millrace.job.config.ConfigException;
import io.millrace.job.config.JobConfig;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.UndecodableRecordException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves the console until Ctrl-C. */
@Command(
        name = "console",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        header = "Serves pages: live machines, scores, alerts and why, models.",
        description = {
            "Reads Millrace's topics and shows machines, alerts and models in a browser, live. An alert can be acknowledged"
                    + " and judged there; verdicts go to the topic of feedback. Shows scores where the job publishes them"
                    + " (scores.output: all or sampled). History survives a restart in the store's folder.",
            "",
            "Listens on this machine's loopback address alone. Elsewhere it needs a token, and TLS from a proxy before it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:ended by Ctrl-C",
            "1:something failed on the way",
            "2:usage",
            "3:no broker answers, or a file, folder, token or address that was given cannot be used"
        })
public final class ConsoleCommand implements Callable<Integer> {

    /** Nothing that is known listens here by custom. */
    public static final int USUAL_PORT = 8642;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(names = "--brokers", paramLabel = "HOST:PORT", description = "Kafka's brokers, joined by commas.")
    private String brokers;

    @Option(
            names = "--job-config",
            paramLabel = "FILE.yaml",
            description =
                    "The job's configuration: topics, security, and how readings are written are taken from it, and it is"
                            + " shown, without secrets. MILLRACE_JOB_ variables count, too.")
    private Path jobConfig;

    @Option(names = "--port", paramLabel = "N", description = "Port to listen on; 0 for a free one.")
    private int port = USUAL_PORT;

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "Address to listen on.")
    private String bind = "127.0.0.1";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Holds the token that whoever looks must show: 16 characters or more.")
    private Path tokenFile;

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description = "Folder of the console's history; made if it is missing.")
    private Path store = Path.of("millrace-console");

    @Option(names = "--feedback-topic", paramLabel = "TOPIC", description = "Topic that receives verdicts.")
    private String feedbackTopic = ConsoleTopics.FEEDBACK;

    @Option(
            names = "--flink",
            paramLabel = "URL",
            description = "Flink's REST interface, such as http://localhost:8081, for the job's own figures.")
    private URI flink;

    public ConsoleCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        check(brokers != null || jobConfig != null, "which Kafka? Name its brokers with --brokers, or a --job-config");
        check(port >= 0 && port <= 65_535, "--port expects 0 to 65535, found " + port);
        check(
                flink == null || flink.isAbsolute() && flink.getHost() != null,
                "--flink expects a URL such as http://localhost:8081, found " + flink);
        JobConfig config = config();
        var place = new JobConsole.Place(address(), port, token(), store, feedbackTopic);
        Optional<JobFigures> job = Optional.ofNullable(flink).map(FlinkRest::new);
        CtrlC ctrlC = CtrlC.watch();
        try (Console console = JobConsole.start(config, jobConfig != null, place, startModels(config), job)) {
            terminal.line(
                    "Console on " + console.address() + (tokenFile == null ? "" : ", with the token of " + tokenFile));
            terminal.note("Until Ctrl-C. History is kept in " + store.toAbsolutePath() + ".");
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            terminal.note("Stopped.");
        } finally {
            ctrlC.close();
        }
        return ExitCode.OK;
    }

    private void check(boolean holds, String rule) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), rule);
        }
    }

    private JobConfig config() {
        var arguments = new ArrayList<String>();
        if (jobConfig != null) {
            arguments.add("--config=" + jobConfig);
        }
        if (brokers != null) {
            arguments.add("--kafka.bootstrap-servers=" + brokers);
        }
        try {
            return JobConfig.load(arguments, System.getenv());
        } catch (ConfigException e) {
            throw new BadInputException(
                    "the job's configuration cannot be used: " + String.join("; ", e.violations()), e);
        }
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(bind);
        } catch (UnknownHostException e) {
            throw new BadInputException(
                    "--bind expects an address of this machine such as 127.0.0.1 or 0.0.0.0, found " + bind, e);
        }
    }

    private Optional<String> token() {
        if (tokenFile == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(tokenFile).strip());
        } catch (IOException e) {
            throw new BadInputException(
                    "--token-file " + tokenFile + " cannot be read (" + e.getMessage()
                            + "): give a file that holds a token, such as `openssl rand -hex 16` makes",
                    e);
        }
    }

    /** Models that the job serves from files are on no topic; where the files are out of reach, the console does without. */
    private List<ModelRelease> startModels(JobConfig config) {
        RecordDecoder<ModelRelease> decoder = RecordDecoder.of(ModelRelease.class);
        var releases = new ArrayList<ModelRelease>();
        try {
            for (byte[] release : StartModels.load(config.models())) {
                releases.add(decoder.decode(release));
            }
        } catch (ConfigException | UndecodableRecordException e) {
            terminal.note("The job's models from files are not shown: " + e.getMessage());
        }
        return releases;
    }
}
