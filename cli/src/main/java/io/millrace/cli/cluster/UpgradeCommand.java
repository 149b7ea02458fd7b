package io.millrace.cli.cluster;

import io.millrace.cli.ExitCode;
import io.millrace.cli.Json;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cluster.LocalCluster;
import io.millrace.cluster.rest.FlinkRest;
import io.millrace.cluster.rest.JobView;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cluster upgrade}. */
@Command(
        name = "upgrade",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Puts another jar or configuration in the place of the running job, from its own state.",
        description = {
            "A savepoint, the end of the job, the new one from the savepoint. A configuration with violations, a jar that cannot put the job"
                    + " together, and another parallelism.max are refused before the job is touched. If the state does not restore, the job as"
                    + " it was goes on from the same savepoint, and the reason is said.",
            "Without --config, --set and --model the configuration stays as it is; --set alone changes single keys of it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the new one runs",
            "1:something failed on the way; the message says what runs",
            "2:usage",
            "3:refused with a reason, the old one runs; or no cluster or job there"
        })
final class UpgradeCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private TargetFields target = new TargetFields();

    @Mixin
    private JobFields job = new JobFields();

    @Option(names = "--jar", paramLabel = "FILE", description = "Default: the one that the build left in job/target.")
    private Path jar;

    @Option(names = "--job", paramLabel = "ID", description = "Default: the only one that runs.")
    private String id;

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    UpgradeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        FlinkRest rest = target.rest();
        JobView running = TargetFields.job(rest, id);
        Submission current = Submission.of(target.directory(), rest, running.id());
        Map<String, String> settings = job.readOver(
                current.settings(),
                target.local().map(LocalCluster::brokers),
                target.local().isPresent());
        Path kept = Submission.keep(target.directory(), JobStart.jar(jar));
        Replacement.Outcome outcome =
                new Replacement(terminal, target.directory(), rest).replace(running, current, kept, settings);
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("job", outcome.submission().job());
            fields.put("before", running.id());
            fields.put("savepoint", outcome.savepoint());
            terminal.line(Json.line(fields));
        } else {
            terminal.line("Job " + outcome.submission().job() + " runs in the place of " + running.id() + ".");
        }
        return ExitCode.OK;
    }
}
