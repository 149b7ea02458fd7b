package io.millrace.cli;

import io.millrace.cli.data.CsvFields;
import io.millrace.cli.data.ModelTraining;
import io.millrace.cli.data.UserData;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.Text;
import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.testdata.SimulatedFiles;
import io.millrace.training.pipeline.TrainedModel;
import io.millrace.training.pipeline.TrainingOptions;
import io.millrace.training.series.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a model on CSV files of normal operation. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        header = "Trains a model on CSV files of normal operation.",
        showDefaultValues = true,
        sortOptions = false,
        description = "Trains an LSTM autoencoder on CSV files of normal operation, one machine or many with the same"
                + " sensors, and writes a model artefact.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:trained", "1:training failed", "2:usage", "3:a file or value cannot be used"})
final class TrainCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "CSV files, or directories: then every .csv file in them, but faults.csv.")
    private List<Path> files = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "MODEL",
            required = true,
            description = "Where the artefact goes.")
    private Path output;

    @Option(
            names = "--model-id",
            paramLabel = "ID",
            description = "Names the model over all its versions. Default: like MODEL.")
    private String modelId;

    @Option(names = "--model-version", paramLabel = "N", description = "Version, higher than the ones before.")
    private long version = 1;

    @Option(
            names = "--train-rows",
            paramLabel = "N",
            description = "Only the first N rows of each machine. Default: all.")
    private Integer trainRows;

    @Option(names = "--epochs", paramLabel = "N", description = "Most passes over the training windows.")
    private int epochs = TrainingOptions.defaults().fit().epochs();

    @Option(names = "--seed", paramLabel = "N", description = "First weights and the order of windows follow from it.")
    private long seed = TrainingOptions.defaults().fit().seed();

    @Mixin
    private CsvFields fields = new CsvFields();

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    TrainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        check(epochs >= 1, "--epochs expects 1 or more, found " + epochs);
        check(version >= 1, "--model-version expects 1 or more, found " + version);
        check(trainRows == null || trainRows >= 1, "--train-rows expects 1 or more, found " + trainRows);
        List<Series> training = training();
        long rows = training.stream().mapToLong(Series::length).sum();
        TrainingOptions options =
                TrainingOptions.defaults().fit(fit -> fit.withEpochs(epochs).withSeed(seed));
        TrainedModel trained =
                ModelTraining.train(terminal, training, options, modelId == null ? outputName() : modelId, version);
        ArtefactFile.write(output, trained.artefact());
        if (json) {
            terminal.line(Json.line(fields(trained, training.size(), rows)));
        } else {
            terminal.line("Trained " + trained.artefact().modelId() + " version " + version + " on "
                    + Text.count(rows, "row") + " of " + Text.count(training.size(), "machine") + ": "
                    + Text.count(trained.fitWindows(), "window") + ", "
                    + Text.count(trained.curve().epochs().size(), "epoch") + " in "
                    + Text.value(trained.curve().seconds()) + " s.");
            terminal.line(
                    "Validation error " + Text.value(trained.curve().bestEpoch().validationError())
                            + " (squared, scaled units), threshold "
                            + Text.value(trained.artefact().thresholds().fallback()) + " by "
                            + trained.artefact().thresholds().policy() + ".");
            terminal.line("Wrote " + output + ". What it holds: millrace inspect " + output);
        }
        return ExitCode.OK;
    }

    private List<Series> training() throws IOException {
        List<Series> training = new ArrayList<>();
        for (Path file : csvFiles()) {
            for (Series series : UserData.series(file, fields).series()) {
                training.add(trainRows == null ? series : series.head(trainRows));
            }
        }
        return training;
    }

    private List<Path> csvFiles() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path file : files) {
            if (!Files.isDirectory(file)) {
                found.add(file);
                continue;
            }
            try (Stream<Path> inside = Files.list(file)) {
                List<Path> series =
                        inside.filter(TrainCommand::isSeries).sorted().toList();
                if (series.isEmpty()) {
                    throw new BadInputException(file + " holds no .csv file: expected files of readings");
                }
                found.addAll(series);
            }
        }
        return found;
    }

    private static boolean isSeries(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".csv") && !name.equals(SimulatedFiles.FAULTS_FILE);
    }

    private String outputName() {
        String name = output.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private Map<String, Object> fields(TrainedModel trained, int machines, long rows) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("model", output.toString());
        result.put("modelId", trained.artefact().modelId());
        result.put("version", trained.artefact().version());
        result.put("machines", machines);
        result.put("rows", rows);
        result.put("windows", trained.fitWindows());
        result.put("epochs", trained.curve().epochs().size());
        result.put("validationError", trained.curve().bestEpoch().validationError());
        result.put("threshold", trained.artefact().thresholds().fallback());
        result.put("seconds", trained.curve().seconds());
        return result;
    }

    private void check(boolean holds, String rule) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), rule);
        }
    }
}
