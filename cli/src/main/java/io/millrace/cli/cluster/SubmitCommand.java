package io.millrace.cli.cluster;

import io.millrace.cli.ExitCode;
import io.millrace.cli.Json;
import io.millrace.cli.local.LocalTopics;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cluster.LocalCluster;
import io.millrace.cluster.rest.FlinkRest;
import io.millrace.job.config.JobConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cluster submit}. */
@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Runs the job on the cluster, and waits until all of it runs.",
        description =
                "The configuration is checked before anything is sent. On the local cluster the brokers are known, and topics that are"
                        + " missing are made.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:runs",
            "1:the job failed before all of it ran; it is cancelled",
            "2:usage",
            "3:no cluster there, not enough slots, a configuration with violations, or no jar"
        })
final class SubmitCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private TargetFields target = new TargetFields();

    @Mixin
    private JobFields job = new JobFields();

    @Option(names = "--jar", paramLabel = "FILE", description = "Default: the one that the build left in job/target.")
    private Path jar;

    @Option(names = "--parallelism", paramLabel = "N", description = "Short for the key parallelism.default.")
    private Integer parallelism;

    @Option(names = "--from", paramLabel = "SAVEPOINT", description = "Begin from a savepoint or retained checkpoint.")
    private String from;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Of topics that are made on the local cluster's broker. Default: ${DEFAULT-VALUE}.")
    private int partitions = 4;

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    SubmitCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (parallelism != null && parallelism < 1) {
            throw new ParameterException(spec.commandLine(), "--parallelism expects 1 or more, found " + parallelism);
        }
        FlinkRest rest = target.rest();
        Optional<LocalCluster> local = target.local();
        Map<String, String> weakest = new LinkedHashMap<>();
        local.ifPresent(cluster -> weakest.put("kafka.bootstrap-servers", cluster.brokers()));
        Map<String, String> settings = job.read(weakest, local.isPresent());
        if (parallelism != null) {
            settings.put("parallelism.default", String.valueOf(parallelism));
        }
        Path kept = Submission.keep(target.directory(), JobStart.jar(jar));
        JobStart.requireSlots(rest, settings, 0);
        local.filter(LocalCluster::ownsBroker)
                .ifPresent(cluster -> LocalTopics.create(
                        cluster.brokers(), JobConfig.of(settings).topics(), partitions));
        Submission submission = JobStart.run(target.directory(), rest, kept, settings, Optional.ofNullable(from));
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("job", submission.job());
            fields.put("address", submission.address());
            fields.put("brokers", settings.get("kafka.bootstrap-servers"));
            terminal.line(Json.line(fields));
        } else {
            terminal.line("Job " + submission.job() + " runs on " + submission.address() + ", reading from "
                    + settings.get("kafka.bootstrap-servers") + ".");
        }
        return ExitCode.OK;
    }
}
