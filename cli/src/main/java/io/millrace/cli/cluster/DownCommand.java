package io.millrace.cli.cluster;

import io.millrace.cli.BadInputException;
import io.millrace.cli.ExitCode;
import io.millrace.cli.Json;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cluster.LocalCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cluster down}. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        header = "Ends every process of the local cluster.",
        description =
                "Jobs end without a savepoint: take one before (`cluster savepoint --stop`) if they are to go on. Logs, checkpoints,"
                        + " savepoints and the broker's topics stay in the folder.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:ended", "2:usage", "3:no cluster there"})
final class DownCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private DirectoryField directory = new DirectoryField();

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    DownCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        LocalCluster cluster = LocalCluster.find(directory.path())
                .orElseThrow(
                        () -> new BadInputException("no cluster runs in " + directory.path() + ": nothing to end"));
        List<String> ended = new ArrayList<>();
        cluster.down(member -> {
            ended.add(member.name());
            if (!json) {
                terminal.line("ended " + member.name() + " (process " + member.pid() + ")");
            }
        });
        if (json) {
            terminal.line(Json.line(Map.of("ended", ended)));
        } else {
            terminal.line("Ended " + ended.size() + (ended.size() == 1 ? " process" : " processes")
                    + "; logs, checkpoints, savepoints and topics stay in " + cluster.directory() + ".");
        }
        return ExitCode.OK;
    }
}
