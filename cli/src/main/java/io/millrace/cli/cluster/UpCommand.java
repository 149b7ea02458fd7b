package io.millrace.cli.cluster;

import io.millrace.cli.BadInputException;
import io.millrace.cli.CtrlC;
import io.millrace.cli.ExitCode;
import io.millrace.cli.Json;
import io.millrace.cli.terminal.Style;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cluster.ClusterException;
import io.millrace.cluster.ClusterOptions;
import io.millrace.cluster.LocalCluster;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cluster up}. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Starts a broker, a JobManager and TaskManagers, each a process of its own.",
        description =
                "They listen on 127.0.0.1 alone and run on after this command, until `cluster down`. Topics of an earlier cluster in"
                        + " the same folder are there again.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all of it answers",
            "1:a part does not start, or a port is taken; nothing of it runs on",
            "2:usage",
            "3:a cluster runs there already",
            "130:interrupted; nothing of it runs on"
        })
final class UpCommand implements Callable<Integer> {

    private static final int MOST_PROCESSES = 64;
    private static final int LARGEST_PORT = 65_535;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private DirectoryField directory = new DirectoryField();

    @Option(names = "--task-managers", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int taskManagers = 1;

    @Option(
            names = "--slots",
            paramLabel = "N",
            description =
                    "Slots of each TaskManager: the highest parallelism is that of all together. Default: ${DEFAULT-VALUE}.")
    private int slots = 2;

    @Option(
            names = "--task-manager-memory",
            paramLabel = "SIZE",
            description =
                    "Of each TaskManager's process, of which Flink makes its heap and all else. Default: ${DEFAULT-VALUE}.")
    private String memory = "1g";

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Of Flink's REST API and pages; 0 for any that is free. Default: 8081.")
    private int port = 8081;

    @Option(
            names = "--high-availability",
            description =
                    "A job outlives its JobManager: a ZooKeeper server, too, is started, and what a new JobManager must know goes to disk.")
    private boolean highAvailability;

    @Option(names = "--brokers", paramLabel = "HOST:PORT", description = "Use these brokers instead of starting one.")
    private String brokers;

    @Option(
            names = "--flink",
            paramLabel = "KEY=VALUE",
            description = "A key of Flink's own configuration. May be repeated.")
    private Map<String, String> flink = new LinkedHashMap<>();

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    UpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        check(
                taskManagers >= 1 && taskManagers <= MOST_PROCESSES,
                "--task-managers expects 1 to 64, found " + taskManagers);
        check(slots >= 1 && slots <= MOST_PROCESSES, "--slots expects 1 to 64, found " + slots);
        check(port >= 0 && port <= LARGEST_PORT, "--port expects 0 to 65535, found " + port);
        check(
                memory.matches("(?i)[0-9]+ *[kmg]b?"),
                "--task-manager-memory expects a size such as 1g or 1600m, found " + memory);
        ClusterOptions options = new ClusterOptions(
                directory.path(),
                taskManagers,
                slots,
                memory,
                port,
                highAvailability,
                Optional.ofNullable(brokers),
                flink);
        try {
            LocalCluster.requireNoneIn(options.directory());
        } catch (ClusterException e) {
            throw new BadInputException(e.getMessage(), e);
        }
        CtrlC ctrlC = CtrlC.watch();
        try {
            report(LocalCluster.up(options, steps()));
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

    private Consumer<String> steps() {
        long[] since = {System.nanoTime()};
        return what -> {
            long now = System.nanoTime();
            String line = terminal.styled(Style.GOOD, "ok ")
                    + what
                    + terminal.styled(Style.FAINT, String.format(Locale.ROOT, " (%.1f s)", (now - since[0]) / 1e9));
            since[0] = now;
            if (json) {
                terminal.note(line);
            } else {
                terminal.line(line);
            }
        };
    }

    private void report(LocalCluster cluster) {
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("directory", cluster.directory().toString());
            fields.put("address", cluster.address());
            fields.put("brokers", cluster.brokers());
            fields.put("processes", cluster.members().size());
            terminal.line(Json.line(fields));
        } else {
            terminal.line("Flink's pages: " + cluster.address() + " · Kafka: " + cluster.brokers() + " · logs: "
                    + cluster.logs());
            terminal.line("Next: millrace cluster submit");
        }
    }
}
