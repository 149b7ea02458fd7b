package io.millrace.cli;

import io.millrace.cli.augment.AugmentCommand;
import io.millrace.cli.cluster.ClusterCommand;
import io.millrace.cli.console.ConsoleCommand;
import io.millrace.cli.demo.DemoCommand;
import io.millrace.cli.doctor.DoctorCommand;
import io.millrace.cli.evaluate.CrossvalCommand;
import io.millrace.cli.evaluate.EvaluateCommand;
import io.millrace.cli.evaluate.TuneCommand;
import io.millrace.cli.explain.ExplainCommand;
import io.millrace.cli.forward.ForwardCommand;
import io.millrace.cli.heartbeat.HeartbeatCommand;
import io.millrace.cli.release.InspectCommand;
import io.millrace.cli.release.KeysCommand;
import io.millrace.cli.release.ModelsCommand;
import io.millrace.cli.release.PromoteCommand;
import io.millrace.cli.release.ReleaseCommand;
import io.millrace.cli.release.RollbackCommand;
import io.millrace.cli.terminal.Terminal;
import io.millrace.detection.file.UnwritableFileException;
import io.millrace.training.network.InterruptedTrainingException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code millrace} command. */
@Command(
        name = "millrace",
        description = "Watches machines: readings on Kafka, scored by Flink, alerts on Kafka.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes, of every command:%n",
        exitCodeList = {
            "0:done",
            "1:something failed on the way; the log has the details",
            "2:the command line cannot be understood",
            "3:a file or value that was given cannot be used",
            "4:a job refused a release",
            "5:no job answered to a release in time"
        },
        footer = {"", "millrace COMMAND --help explains a command. Start with: millrace demo"},
        subcommands = {
            DemoCommand.class,
            ConsoleCommand.class,
            TrainCommand.class,
            ImportCommand.class,
            TuneCommand.class,
            EvaluateCommand.class,
            CrossvalCommand.class,
            ScoreCommand.class,
            ExplainCommand.class,
            InspectCommand.class,
            KeysCommand.class,
            ReleaseCommand.class,
            PromoteCommand.class,
            RollbackCommand.class,
            ModelsCommand.class,
            DetectorsCommand.class,
            AugmentCommand.class,
            ForwardCommand.class,
            HeartbeatCommand.class,
            SimulateCommand.class,
            ClusterCommand.class,
            DoctorCommand.class
        })
public final class Millrace implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Millrace.class);

    @Spec
    private CommandSpec spec;

    private Millrace() {}

    public static void main(String[] arguments) {
        hideIncubatorWarning();
        System.exit(run(Terminal.ofProcess(), arguments));
    }

    /** Runs one command line and returns its exit code; the JVM lives on. */
    public static int run(Terminal terminal, String... arguments) {
        CommandLine commandLine = new CommandLine(new Millrace(), new CommandFactory(terminal))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(Math.max(80, Math.min(120, terminal.columns())))
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler(Millrace::explainUsage)
                .setExecutionExceptionHandler((failure, command, parsed) -> explain(terminal, failure, command));
        return commandLine.execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? Start with: millrace demo");
    }

    private static int explainUsage(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + failure.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(failure, command.getErr());
        command.getErr().println("See " + command.getCommandSpec().qualifiedName() + " --help.");
        return ExitCode.USAGE;
    }

    private static int explain(Terminal terminal, Exception failure, CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        if (failure instanceof BadInputException) {
            terminal.note(name + ": " + failure.getMessage());
            return ExitCode.BAD_INPUT;
        }
        if (failure instanceof InterruptedException || failure instanceof InterruptedTrainingException) {
            terminal.note(name + ": interrupted");
            return ExitCode.INTERRUPTED;
        }
        LOG.error("{} failed", name, failure);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnwritableFileException) {
                terminal.note(name + ": " + cause.getMessage());
                return ExitCode.FAILURE;
            }
        }
        terminal.note(name + ": failed: " + reason(failure));
        terminal.note("The whole story is in " + logFile() + ".");
        return ExitCode.FAILURE;
    }

    /** The innermost message says most: Flink and Kafka wrap it several times. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        if (cause instanceof AccessDeniedException) {
            return message + ": permission denied"; // the message is the file alone
        }
        if (cause instanceof NoSuchFileException) {
            return message + ": is not there";
        }
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }

    private static String logFile() {
        return System.getProperty("millrace.log.dir", System.getProperty("java.io.tmpdir")) + "/millrace.log";
    }

    /**
     * The JVM announces the vector module before the first of our instructions; there is no option to stop it. On a
     * terminal the line is taken back.
     */
    private static void hideIncubatorWarning() {
        boolean announced =
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        if (announced && Boolean.getBoolean("millrace.terminal.err")) {
            System.err.print("\u001b[1A\u001b[2K");
            System.err.flush();
        }
    }
}
