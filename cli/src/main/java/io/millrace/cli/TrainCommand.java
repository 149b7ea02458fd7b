package io.millrace.cli;

import io.millrace.cli.data.CsvFields;
import io.millrace.cli.data.ModelTraining;
import io.millrace.cli.data.TrainingFields;
import io.millrace.cli.data.UserData;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.Text;
import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.testdata.SimulatedFiles;
import io.millrace.training.pipeline.CheckpointOptions;
import io.millrace.training.pipeline.FineTuneOptions;
import io.millrace.training.pipeline.FineTuning;
import io.millrace.training.pipeline.TrainedModel;
import io.millrace.training.pipeline.TrainingOptions;
import io.millrace.training.pipeline.TunedMachine;
import io.millrace.training.run.TrainingRunFolder;
import io.millrace.training.series.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a model on files of normal operation. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        header = "Trains a model on files of normal operation.",
        showDefaultValues = true,
        sortOptions = false,
        description =
                "Trains an LSTM autoencoder on CSV files or NumPy arrays of normal operation, one machine or many with"
                        + " the same sensors, and writes a model artefact, or a run folder with the model and all that is known of"
                        + " its training.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:trained", "1:training failed", "2:usage", "3:a file or value cannot be used"})
final class TrainCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "CSV files and .npy arrays of [rows x sensors], or directories: then every .csv and .npy file in"
                            + " them, but faults.csv. An array is one machine, named like its file.")
    private List<Path> files = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "MODEL",
            description = "Where the artefact goes.")
    private Path output;

    @Option(
            names = "--run",
            paramLabel = "DIR",
            description =
                    "Run folder to write: global.model, metrics.json, training-curve.csv and .png, provenance.json,"
                            + " model-card.md. It must not hold a finished run.")
    private Path runFolder;

    @Option(
            names = "--resume",
            description =
                    "Go on with the interrupted training in DIR: same files, same options; the model is the one that"
                            + " an uninterrupted training gives. Needs --run and the fast trainer.")
    private boolean resume;

    @Option(
            names = "--model-id",
            paramLabel = "ID",
            description = "Names the model over all its versions. Default: like MODEL, or like DIR.")
    private String modelId;

    @Option(names = "--model-version", paramLabel = "N", description = "Version, higher than the ones before.")
    private long version = 1;

    @Option(
            names = "--train-rows",
            paramLabel = "N",
            description = "Only the first N rows of each machine. Default: all.")
    private Integer trainRows;

    @Mixin
    private TrainingFields training = new TrainingFields();

    @Mixin
    private CsvFields fields = new CsvFields();

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    TrainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        check(output != null || runFolder != null, "train expects --output MODEL or --run DIR, found neither");
        check(!resume || runFolder != null, "--resume expects --run DIR, where the interrupted training is");
        check(version >= 1, "--model-version expects 1 or more, found " + version);
        check(trainRows == null || trainRows >= 1, "--train-rows expects 1 or more, found " + trainRows);
        TrainingOptions options = options();
        Optional<FineTuneOptions> fineTuning = fineTuning();
        check(
                fineTuning.isEmpty() || runFolder != null,
                "--fine-tune expects --run DIR, where the machines' models go");
        Optional<TrainingRunFolder> run = Optional.ofNullable(runFolder).map(TrainingRunFolder::new);
        if (run.isPresent() && run.get().isFinished()) {
            throw new BadInputException(runFolder + " holds a finished run: choose another folder, or remove this one");
        }
        if (run.isPresent() && !resume && Files.exists(run.get().checkpoint())) {
            throw new BadInputException(runFolder + " holds an interrupted training: go on with --resume, or remove "
                    + run.get().checkpoint());
        }
        List<Series> series = series();
        long rows = series.stream().mapToLong(Series::length).sum();
        TrainedModel trained = ModelTraining.train(
                terminal,
                series,
                options,
                modelId == null ? outputName() : modelId,
                version,
                run.map(folder -> new CheckpointOptions(folder.checkpoint(), resume)));
        List<TunedMachine> machines = List.of();
        if (fineTuning.isPresent()) {
            FineTuning.ModelSet set = ModelTraining.fineTune(terminal, trained, series, options, fineTuning.get());
            trained = set.global();
            machines = set.machines();
        }
        if (run.isPresent()) {
            run.get().write(trained, machines);
        }
        if (output != null) {
            ArtefactFile.write(output, trained.artefact());
        }
        if (json) {
            terminal.line(Json.line(fields(trained, series.size(), rows)));
        } else {
            terminal.line("Trained " + trained.artefact().modelId() + " version " + version + " on "
                    + Text.count(rows, "row") + " of " + Text.count(series.size(), "machine") + ": "
                    + Text.count(trained.fitWindows(), "window") + ", "
                    + Text.count(trained.curve().epochs().size(), "epoch") + " in "
                    + Text.value(trained.curve().seconds()) + " s.");
            terminal.line(
                    "Validation error " + Text.value(trained.curve().bestEpoch().validationError())
                            + " (squared, scaled units), threshold "
                            + Text.value(trained.artefact().thresholds().fallback()) + " by "
                            + trained.artefact().thresholds().policy() + ".");
            if (!machines.isEmpty()) {
                long kept = machines.stream()
                        .filter(machine -> machine.own().isPresent())
                        .count();
                terminal.line("Fine-tuned " + Text.count(machines.size(), "machine") + ", of which " + kept
                        + " gained by it and have a model of their own.");
            }
            Path model = model();
            terminal.line(
                    "Wrote " + (output == null ? runFolder : output) + ". What it holds: millrace inspect " + model);
        }
        return ExitCode.OK;
    }

    private TrainingOptions options() {
        try {
            return training.options();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Optional<FineTuneOptions> fineTuning() {
        try {
            return training.fineTuning();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private List<Series> series() throws IOException {
        List<Series> all = new ArrayList<>();
        for (Path file : seriesFiles()) {
            for (Series one : UserData.series(file, fields).series()) {
                all.add(trainRows == null ? one : one.head(trainRows));
            }
        }
        return all;
    }

    private List<Path> seriesFiles() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path file : files) {
            if (!Files.isDirectory(file)) {
                found.add(file);
                continue;
            }
            try (Stream<Path> inside = Files.list(file)) {
                List<Path> usable =
                        inside.filter(TrainCommand::isSeries).sorted().toList();
                if (usable.isEmpty()) {
                    throw new BadInputException(file + " holds no .csv or .npy file: expected files of readings");
                }
                found.addAll(usable);
            }
        }
        return found;
    }

    private static boolean isSeries(Path file) {
        String name = file.getFileName().toString();
        return (name.endsWith(".csv") || name.endsWith(".npy")) && !name.equals(SimulatedFiles.FAULTS_FILE);
    }

    private Path model() {
        return output == null ? new TrainingRunFolder(runFolder).model() : output;
    }

    private String outputName() {
        Path named = output == null ? runFolder.toAbsolutePath().normalize() : output;
        String name = named.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return output != null && dot > 0 ? name.substring(0, dot) : name;
    }

    private Map<String, Object> fields(TrainedModel trained, int machines, long rows) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("model", model().toString());
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
