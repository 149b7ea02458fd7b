package io.millrace.cli.cluster;

import io.millrace.cli.ExitCode;
import io.millrace.cli.Json;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cluster.JobLife;
import io.millrace.cluster.rest.FlinkRest;
import io.millrace.cluster.rest.JobView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cluster savepoint}. */
@Command(
        name = "savepoint",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Writes down the job's state, and prints where it is.",
        description = "The job runs on, unless --stop ends it. Go on from it with `cluster submit --from`.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:written", "1:the savepoint failed; the job runs on", "2:usage", "3:no cluster or job there"})
final class SavepointCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private TargetFields target = new TargetFields();

    @Option(names = "--job", paramLabel = "ID", description = "Default: the only one that runs.")
    private String id;

    @Option(names = "--stop", description = "End the job with it.")
    private boolean stop;

    @Option(names = "--to", paramLabel = "URI", description = "Where it goes. Default: the cluster's own place.")
    private String to;

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    SavepointCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        FlinkRest rest = target.rest();
        JobView job = TargetFields.job(rest, id);
        JobLife life = new JobLife(rest);
        String savepoint =
                stop ? life.stop(job.id(), Optional.ofNullable(to)) : life.savepoint(job.id(), Optional.ofNullable(to));
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("job", job.id());
            fields.put("savepoint", savepoint);
            fields.put("stopped", stop);
            terminal.line(Json.line(fields));
        } else {
            terminal.line(savepoint);
        }
        return ExitCode.OK;
    }
}
