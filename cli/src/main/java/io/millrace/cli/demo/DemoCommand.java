package io.millrace.cli.demo;

import io.millrace.cli.ExitCode;
import io.millrace.cli.Json;
import io.millrace.cli.data.CsvFields;
import io.millrace.cli.terminal.Terminal;
import io.millrace.testdata.PlantOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the main job in this process, on the simulated plant or on the user's own data. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        header = "Runs the main job here: simulated plant or own data, through Kafka and Flink.",
        showDefaultValues = true,
        sortOptions = false,
        description = {
            "Starts a Kafka broker and a Flink cluster in this process and runs on them the very job that a real cluster"
                    + " would run. A plant simulator writes readings of pumps, compressors and ovens with labelled faults;"
                    + " each alert is printed as it opens, updates and closes, then a summary. The console shows the same in a"
                    + " browser meanwhile. Ends by itself after about two minutes.",
            "",
            "With --data it trains on the first rows of your own CSV file, releases the model to the running job, replays"
                    + " the rest and compares the alerts with the file's labels, where it has any."
        },
        footerHeading = "%nHow alerts are counted:%n",
        footer = {
            "  A fault is found when an alert of its machine overlaps it or the window length (60 readings) after it, while"
                    + " windows still hold its rows. An alert that overlaps no fault so extended is a false alarm.",
            "  With --data, a labelled event is found when an alert overlaps it; nothing is extended.",
            "",
            "  --json ends the output with one line: readings, scored, unscored, rejected, late, duplicates, alertsOpened,"
                    + " alertsClosed, faultsInjected, faultsFound, falseAlarms, medianDelaySeconds, readingsPerSecond.",
            "  With --data these follow: eventPrecision, eventRecall, eventF1 (null without labels),"
                    + " alertedShare (of the new rows)."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:ran to its end",
            "1:something failed on the way",
            "2:usage",
            "3:a file or value that was given cannot be used"
        })
public final class DemoCommand implements Callable<Integer> {

    private static final int MOST_PARALLELISM = 128;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(names = "--machines", paramLabel = "N", description = "Number of simulated machines.")
    private int machines = 20;

    @Option(names = "--minutes", paramLabel = "N", description = "Simulated time, a reading every 10 s.")
    private long minutes = 1_440;

    @Option(
            names = "--rate",
            paramLabel = "N",
            showDefaultValue = Visibility.NEVER,
            description =
                    "Readings written per second; 0 for as fast as possible. Default: what writes the plant's run in"
                            + " 80 seconds, but 500 to 5000; with --data as fast as possible.")
    private Double rate;

    @Option(names = "--seed", paramLabel = "N", description = "Readings and faults follow from it.")
    private long seed = 1;

    @Option(names = "--parallelism", paramLabel = "N", description = "Parallel instances of the job.")
    private int parallelism = 2;

    @Option(
            names = "--keep-running",
            description = "Leave broker and job running at the end, until Ctrl-C, to try them with your own tools.")
    private boolean keepRunning;

    @Option(names = "--no-console", description = "Do without the page that shows machines and alerts while it runs.")
    private boolean noConsole;

    @Option(
            names = "--console-port",
            paramLabel = "N",
            showDefaultValue = Visibility.NEVER,
            description = "Port of the console; 0 for a free one. Default: 8642, or a free one where that is taken.")
    private Integer consolePort;

    @Option(names = "--json", description = "Print the summary as one JSON object on the last line.")
    private boolean json;

    @ArgGroup(validate = false, heading = "%nOn your own data:%n")
    private OwnData own = new OwnData();

    /** What says that the readings come from a file. */
    static final class OwnData {

        @Option(names = "--data", paramLabel = "FILE.csv", description = "Train on its first rows, replay the rest.")
        private Path file;

        @ArgGroup(validate = false)
        private CsvFields columns = new CsvFields();

        @Option(
                names = "--train-rows",
                paramLabel = "N",
                description =
                        "Rows to train on. Default: the file name's tr_N (TSB-AD), 400 (SKAB), 15 %% (NAB), else 30 %%.")
        private Integer trainRows;

        @Option(
                names = "--label-file",
                paramLabel = "FILE.json",
                description = "NAB's combined_windows.json. Default: found beside NAB's data.")
        private Path labelFile;

        @Option(
                names = "--epochs",
                paramLabel = "N",
                description = "Most passes over the training windows. Default: 20.")
        private Integer epochs;

        private boolean anyWithoutFile() {
            return file == null && (trainRows != null || labelFile != null || epochs != null || columns.any());
        }
    }

    public DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        check(machines >= 1 && machines <= 100_000, "--machines expects 1 to 100000, found " + machines);
        check(minutes >= 1, "--minutes expects 1 or more, found " + minutes);
        check(rate == null || rate >= 0, "--rate expects 0 or more readings per second, found " + rate);
        check(
                parallelism >= 1 && parallelism <= MOST_PARALLELISM,
                "--parallelism expects 1 to " + MOST_PARALLELISM + ", found " + parallelism);
        check(
                consolePort == null || consolePort >= 0 && consolePort <= 65_535,
                "--console-port expects 0 to 65535, found " + consolePort);
        check(!noConsole || consolePort == null, "--console-port has no meaning with --no-console: leave one out");
        check(own.trainRows == null || own.trainRows >= 1, "--train-rows expects 1 or more, found " + own.trainRows);
        check(own.epochs == null || own.epochs >= 1, "--epochs expects 1 or more, found " + own.epochs);
        check(
                !own.anyWithoutFile(),
                "--machine-field, --time-field, --sensors, --label-field, --label-file, --train-rows and --epochs describe"
                        + " a file: name it with --data FILE.csv");
        Consumer<Map<String, Object>> summarised = fields -> {
            if (json) {
                terminal.line(Json.line(fields));
            }
        };
        if (own.file == null) {
            plantDemo().run(summarised);
        } else {
            fileDemo().run(summarised);
        }
        return ExitCode.OK;
    }

    private void check(boolean holds, String rule) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), rule);
        }
    }

    private DemoConsole.Wish console() {
        return new DemoConsole.Wish(
                !noConsole, consolePort == null ? OptionalInt.empty() : OptionalInt.of(consolePort));
    }

    private PlantDemo plantDemo() {
        PlantOptions plant = PlantOptions.defaults()
                .withMachines(machines)
                .withMinutes(Math.min(minutes, PlantOptions.UNBOUNDED - 1))
                .withSeed(seed);
        return new PlantDemo(terminal, plant, PlantDemo.pace(rate, plant), parallelism, keepRunning, console());
    }

    private FileDemo fileDemo() {
        FileDemo.Options options = new FileDemo.Options(
                own.file,
                own.columns,
                own.trainRows == null ? OptionalInt.empty() : OptionalInt.of(own.trainRows),
                own.labelFile,
                own.epochs == null ? OptionalInt.empty() : OptionalInt.of(own.epochs),
                rate == null || rate == 0 ? Double.POSITIVE_INFINITY : rate,
                seed,
                parallelism,
                keepRunning,
                console());
        return new FileDemo(terminal, options);
    }
}
