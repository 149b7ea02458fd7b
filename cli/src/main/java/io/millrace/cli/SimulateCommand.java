package io.millrace.cli;

import io.millrace.cli.terminal.Progress;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.Text;
import io.millrace.testdata.Fault;
import io.millrace.testdata.Plant;
import io.millrace.testdata.PlantOptions;
import io.millrace.testdata.SimulatedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a simulated run of the plant as CSV files with labels. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        header = "Writes readings of a simulated plant as CSV files with labels.",
        description =
                "One file per machine with a label column, and faults.csv with every injected fault. The same seed"
                        + " gives the same files, byte for byte.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:written", "1:writing failed", "2:usage", "3:an option's value cannot be used"})
final class SimulateCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "DIRECTORY", description = "Where the files go; made if it is missing.")
    private Path directory;

    @Option(names = "--machines", description = "Number of machines: pumps, compressors and ovens in turn.")
    private int machines = 20;

    @Option(names = "--minutes", description = "Simulated time in minutes.")
    private long minutes = 1_440;

    @Option(names = "--interval", description = "Seconds between two readings of a machine.")
    private double intervalSeconds = 10;

    @Option(names = "--faults", description = "Mean number of faults per machine and day; 0 for a healthy plant.")
    private double faults = 4;

    @Option(names = "--start", description = "Time of the first reading.")
    private Instant start = Instant.ofEpochMilli(PlantOptions.defaults().startMillis());

    @Option(names = "--seed", description = "Everything random follows from it.")
    private long seed = 1;

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    SimulateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        PlantOptions options = options();
        Plant plant = Plant.of(options);
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

    private PlantOptions options() {
        try {
            return PlantOptions.defaults()
                    .withMachines(machines)
                    .withMinutes(minutes)
                    .withIntervalMillis(Math.round(intervalSeconds * 1_000))
                    .withFaultsPerMachineDay(faults)
                    .withStartMillis(start.toEpochMilli())
                    .withSeed(seed);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(e.getMessage(), e);
        }
    }
}
