package io.millrace.cli;

import io.millrace.cli.local.ReadingWriter;
import io.millrace.cli.terminal.Progress;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.Text;
import io.millrace.testdata.Fault;
import io.millrace.testdata.Plant;
import io.millrace.testdata.PlantOptions;
import io.millrace.testdata.SimulatedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a simulated run of the plant as CSV files with labels. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        header = "Writes readings of a simulated plant: CSV files with labels, or records as they fall due.",
        description = {
            "To a DIRECTORY: one file per machine with a label column, and faults.csv with every injected fault. The same seed"
                    + " gives the same files, byte for byte.",
            "With --brokers: to a topic, each reading when its time has come, until Ctrl-C or for --minutes; those of the last 15"
                    + " minutes at once, so that windows are full from the start."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:written",
            "1:writing failed",
            "2:usage",
            "3:an option's value, broker or topic cannot be used",
            "130:ended by Ctrl-C or a kill"
        })
final class SimulateCommand implements Callable<Integer> {

    private static final long FILE_MINUTES = 1_440;
    private static final Duration BACKFILL = Duration.ofMinutes(15);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "DIRECTORY", description = "Where the files go; made if it is missing.")
    private Path directory;

    @Option(names = "--machines", description = "Number of machines: pumps, compressors and ovens in turn.")
    private int machines = 20;

    @Option(
            names = "--brokers",
            paramLabel = "HOST:PORT",
            description = "Write to Kafka: its brokers, joined by commas.")
    private String brokers;

    @Option(names = "--topic", description = "Topic that the readings go to, with --brokers.")
    private String topic = "readings";

    @Option(
            names = "--minutes",
            defaultValue = Option.NULL_VALUE,
            description = "Simulated time in minutes. Default: 1440 for files, without end for a topic.")
    private Long minutes;

    @Option(names = "--interval", description = "Seconds between two readings of a machine.")
    private double intervalSeconds = 10;

    @Option(names = "--faults", description = "Mean number of faults per machine and day; 0 for a healthy plant.")
    private double faults = 4;

    @Option(
            names = "--start",
            defaultValue = Option.NULL_VALUE,
            description = "Time of the first reading. Default: a fixed one for files, 15 minutes ago for a topic.")
    private Instant start;

    @Option(names = "--seed", description = "Everything random follows from it.")
    private long seed = 1;

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    SimulateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if ((directory == null) == (brokers == null)) {
            throw new ParameterException(
                    spec.commandLine(), "expected either a DIRECTORY for files, or --brokers for a topic");
        }
        PlantOptions options = options();
        Plant plant = Plant.of(options);
        return brokers == null ? writeFiles(options, plant) : stream(plant);
    }

    private int stream(Plant plant) throws InterruptedException {
        CtrlC ctrlC = CtrlC.watch();
        try (ctrlC;
                ReadingWriter writer = new ReadingWriter(brokers, topic, partitions(), Double.POSITIVE_INFINITY)) {
            terminal.note("Writing readings of " + Text.count(plant.options().machines(), "machine") + " to topic "
                    + topic + " at " + brokers + ".");
            report(plant.options(), new PlantStream(plant, Clock.systemUTC()).run(writer));
        } catch (InterruptException e) {
            Thread.interrupted(); // the producer sets the mark again
            throw new InterruptedException("asked to end");
        }
        return ExitCode.OK;
    }

    private void report(PlantOptions options, long written) {
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("topic", topic);
            fields.put("machines", options.machines());
            fields.put("readings", written);
            terminal.line(Json.line(fields));
        } else {
            terminal.line("Wrote " + Text.count(written, "reading") + " to topic " + topic + ".");
        }
    }

    private int partitions() throws InterruptedException {
        Map<String, Object> properties = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                brokers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis());
        try (Admin admin = Admin.create(properties)) {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .size();
        } catch (ExecutionException | KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new BadInputException(
                    "topic " + topic + " at " + brokers + " cannot be written to (" + cause.getMessage()
                            + "): check --brokers and --topic; topics are not created here",
                    e);
        }
    }

    private int writeFiles(PlantOptions options, Plant plant) throws IOException {
        List<Path> files;
        try (Progress progress = Progress.start(terminal, "simulating", plant.readingCount())) {
            files = SimulatedFiles.write(directory, options, progress::at);
        }
        List<Fault> injected = plant.faults();
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("directory", directory.toString());
            fields.put("machines", options.machines());
            fields.put("readings", plant.readingCount());
            fields.put("faults", injected.size());
            fields.put("files", files.stream().map(Path::toString).toList());
            terminal.line(Json.line(fields));
        } else {
            terminal.line("Wrote " + Text.count(plant.readingCount(), "reading") + " of "
                    + Text.count(options.machines(), "machine") + " with " + Text.count(injected.size(), "fault")
                    + " to "
                    + Text.count(files.size(), "file") + " in " + directory + ".");
            terminal.line("The faults are listed in " + directory.resolve(SimulatedFiles.FAULTS_FILE) + ".");
        }
        return ExitCode.OK;
    }

    private long startMillis() {
        if (start != null) {
            return start.toEpochMilli();
        }
        return brokers == null
                ? PlantOptions.defaults().startMillis()
                : Clock.systemUTC().millis() - BACKFILL.toMillis();
    }

    private PlantOptions options() {
        try {
            return PlantOptions.defaults()
                    .withMachines(machines)
                    .withMinutes(minutes != null ? minutes : brokers == null ? FILE_MINUTES : PlantOptions.UNBOUNDED)
                    .withIntervalMillis(Math.round(intervalSeconds * 1_000))
                    .withFaultsPerMachineDay(faults)
                    .withStartMillis(startMillis())
                    .withSeed(seed);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(e.getMessage(), e);
        }
    }
}
