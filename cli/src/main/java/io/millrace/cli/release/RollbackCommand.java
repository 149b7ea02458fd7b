package io.millrace.cli.release;

import io.millrace.cli.BadInputException;
import io.millrace.cli.terminal.Terminal;
import io.millrace.schemas.ReleaseAction;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes an earlier version of a model serve again, at once. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        header = "Makes an earlier version of a model serve again, at once.",
        sortOptions = false,
        description =
                "Publishes a new, signed release that names the earlier version: running jobs serve it from the next window on, without restart, and jobs that start later do, too. Versions that were rolled back do not come back by themselves: release a higher one, or promote one.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:rolled back",
            "1:something failed on the way",
            "2:usage",
            "3:a model, file or topic cannot be used",
            "4:a job refused; what served before serves on",
            "5:no job answered in time"
        })
public final class RollbackCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(names = "--to", paramLabel = "VERSION", description = "The version to go back to. Default: the one before.")
    private Long version;

    @Mixin
    private Reinstatement reinstatement = new Reinstatement();

    public RollbackCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return reinstatement.run(
                terminal,
                ReleaseAction.ROLL_BACK,
                version,
                (last, catalogue) -> catalogue.versions(reinstatement.modelId()).stream()
                        .filter(version -> version < last.getVersion())
                        .reduce((lower, higher) -> higher)
                        .orElseThrow(() -> new BadInputException("there is no version of model "
                                + reinstatement.modelId() + " before version " + last.getVersion()
                                + " on the topic: name its file with --model")));
    }
}
