package io.millrace.benchmarks;

import io.millrace.benchmarks.forest.PeersCommand;
import io.millrace.benchmarks.job.JobCommand;
import io.millrace.benchmarks.kernel.KernelCommand;
import io.millrace.benchmarks.kernel.NetworksCommand;
import io.millrace.benchmarks.report.ReportCommand;
import io.millrace.benchmarks.scale.ScaleCommand;
import io.millrace.benchmarks.train.TrainCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code millrace bench} command. */
@Command(
        name = "millrace bench",
        description = "Measures how fast Millrace is on this machine, beside what else could be used.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "BENCHMARK",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:something failed on the way", "2:the command line cannot be understood"},
        subcommands = {
            KernelCommand.class,
            NetworksCommand.class,
            JobCommand.class,
            ScaleCommand.class,
            PeersCommand.class,
            TrainCommand.class,
            ReportCommand.class
        })
public final class Benchmarks implements Runnable {

    @Spec
    private CommandSpec spec;

    private Benchmarks() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Benchmarks())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(110)
                .execute(arguments));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which benchmark?");
    }
}
