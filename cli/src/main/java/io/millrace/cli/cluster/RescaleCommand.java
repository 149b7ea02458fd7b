package io.millrace.cli.cluster;

import io.millrace.cli.BadInputException;
import io.millrace.cli.ExitCode;
import io.millrace.cli.Json;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cluster.rest.FlinkRest;
import io.millrace.cluster.rest.JobView;
import io.millrace.job.config.ConfigException;
import io.millrace.job.config.JobConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cluster rescale}. */
@Command(
        name = "rescale",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Spreads the running job over another number of subtasks.",
        description =
                "A savepoint, the end of the job, the same jar and configuration from the savepoint. What it finds does not change"
                        + " by it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:runs",
            "1:something failed on the way; the message says what runs",
            "2:usage",
            "3:refused with a reason, the job runs as before; or no cluster or job there"
        })
final class RescaleCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private TargetFields target = new TargetFields();

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            required = true,
            description = "Number of subtasks of each operator.")
    private int parallelism;

    @Option(names = "--job", paramLabel = "ID", description = "Default: the only one that runs.")
    private String id;

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    RescaleCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        FlinkRest rest = target.rest();
        JobView running = TargetFields.job(rest, id);
        Submission current = Submission.of(target.directory(), rest, running.id());
        Map<String, String> settings = new LinkedHashMap<>(current.settings());
        settings.put("parallelism.default", String.valueOf(parallelism));
        try {
            JobConfig.of(settings);
        } catch (ConfigException e) {
            throw new BadInputException(e.getMessage(), e);
        }
        Replacement.Outcome outcome = new Replacement(terminal, target.directory(), rest)
                .replace(running, current, Path.of(current.jar()), settings);
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("job", outcome.submission().job());
            fields.put("before", running.id());
            fields.put("savepoint", outcome.savepoint());
            fields.put("parallelism", parallelism);
            terminal.line(Json.line(fields));
        } else {
            terminal.line("Job " + outcome.submission().job() + " runs with parallelism " + parallelism + ".");
        }
        return ExitCode.OK;
    }
}
