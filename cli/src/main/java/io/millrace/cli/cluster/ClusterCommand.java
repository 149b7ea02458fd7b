package io.millrace.cli.cluster;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A cluster of real processes, and the job's life on it. */
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "VERB",
        header = "Runs the job on a cluster of real processes, here or elsewhere.",
        description = {
            "A broker, a JobManager and TaskManagers, each a JVM of its own, on this machine; with --address the verbs after `up` work on"
                    + " any other Flink cluster.",
            "",
            "Start with:",
            "  millrace cluster up",
            "  millrace cluster submit --model src-test-data/models/pump.model",
            "  millrace cluster status"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:something failed on the way, or (status) is not as it should be",
            "2:usage",
            "3:what was given cannot be used: no cluster or job there, one there already, a configuration with violations, a jar that does"
                    + " not take over the state",
            "130:interrupted"
        },
        subcommands = {
            UpCommand.class,
            SubmitCommand.class,
            StatusCommand.class,
            SavepointCommand.class,
            UpgradeCommand.class,
            RescaleCommand.class,
            DownCommand.class
        })
public final class ClusterCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which verb? Start with: millrace cluster up");
    }
}
