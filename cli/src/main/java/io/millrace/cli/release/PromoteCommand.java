package io.millrace.cli.release;

import io.millrace.cli.terminal.Terminal;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ReleaseAction;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a version serve that was a shadow, or was rolled back. */
@Command(
        name = "promote",
        mixinStandardHelpOptions = true,
        header = "Makes a version serve that was a shadow, or was rolled back.",
        sortOptions = false,
        description =
                "Publishes a new, signed release that names a version which has been released before, to serve or as a shadow, and does not serve: jobs serve it from the next window on, without restart.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:promoted",
            "1:something failed on the way",
            "2:usage",
            "3:a model, file or topic cannot be used",
            "4:a job refused; what served before serves on",
            "5:no job answered in time"
        })
public final class PromoteCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = "--to",
            paramLabel = "VERSION",
            description = "The version that is to serve. Default: the model's shadow, else the highest released.")
    private Long version;

    @Mixin
    private Reinstatement reinstatement = new Reinstatement();

    public PromoteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return reinstatement.run(
                terminal,
                ReleaseAction.PROMOTE,
                version,
                (last, catalogue) -> catalogue
                        .shadow(reinstatement.modelId())
                        .filter(shadow -> shadow.getVersion() > catalogue.highest(reinstatement.modelId()))
                        .map(ModelRelease::getVersion)
                        .orElseGet(() -> catalogue.highest(reinstatement.modelId())));
    }
}
