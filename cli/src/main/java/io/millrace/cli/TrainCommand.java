package io.millrace.cli;

import io.millrace.cli.data.DetectorFields;
import io.millrace.cli.data.ModelTraining;
import io.millrace.cli.data.TrainingFields;
import io.millrace.cli.data.TrainingInput;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.Text;
import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.training.network.InterruptedTrainingException;
import io.millrace.training.pipeline.CheckpointOptions;
import io.millrace.training.pipeline.FineTuneOptions;
import io.millrace.training.pipeline.FineTuning;
import io.millrace.training.pipeline.TrainedModel;
import io.millrace.training.pipeline.TrainingOptions;
import io.millrace.training.pipeline.TunedMachine;
import io.millrace.training.pipeline.UnusableSeriesException;
import io.millrace.training.recipe.DetectorRecipe;
import io.millrace.training.run.TrainingRunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a model on recorded normal operation. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        header = "Trains a model on recorded normal operation.",
        showDefaultValues = true,
        sortOptions = false,
        description =
                "Trains a detector, by default an LSTM autoencoder, on normal operation of one machine or many, from files (CSV,"
                        + " Parquet, NumPy arrays) or from a topic of readings, and writes a model artefact, or a run folder"
                        + " with the model and all that is known of its training.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:trained",
            "1:training failed, or its result cannot be written",
            "2:usage",
            "3:a file, topic or value cannot be used",
            "130:interrupted; with --run and the fast trainer, --resume goes on"
        })
final class TrainCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private TrainingInput input = new TrainingInput();

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
                            + " model-card.md, and machines/ with --fine-tune. It must not hold a finished run.")
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

    @Mixin
    private DetectorFields detector = new DetectorFields();

    @Mixin
    private TrainingFields training = new TrainingFields();

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
        check(input.violation().isEmpty(), input.violation());
        TrainingOptions options = options();
        Optional<FineTuneOptions> fineTuning = fineTuning();
        checkDetector(options, fineTuning.isPresent());
        check(
                fineTuning.isEmpty() || runFolder != null,
                "--fine-tune expects --run DIR, where the machines' models go");
        CtrlC ctrlC = CtrlC.watch();
        try {
            return train(options, fineTuning);
        } catch (InterruptedException | InterruptedTrainingException interrupted) {
            return interrupted(interrupted.getMessage());
        } catch (IOException | UncheckedIOException failed) {
            if (Thread.interrupted()) { // an interrupted write looks like a failed one
                return interrupted("interrupted while writing");
            }
            throw failed;
        } finally {
            ctrlC.close();
        }
    }

    private int train(TrainingOptions options, Optional<FineTuneOptions> fineTuning)
            throws IOException, InterruptedException {
        Optional<TrainingRunFolder> run = Optional.ofNullable(runFolder).map(TrainingRunFolder::new);
        if (run.isPresent() && run.get().isFinished()) {
            throw new BadInputException(runFolder + " holds a finished run: choose another folder, or remove this one");
        }
        if (run.isPresent() && !resume && Files.exists(run.get().checkpoint())) {
            throw new BadInputException(runFolder + " holds an interrupted training: go on with --resume, or remove "
                    + run.get().checkpoint());
        }
        if (output != null && Files.isDirectory(output)) {
            throw new BadInputException(output + " is a directory: --output expects a file to write");
        }
        TrainingInput.Content data = input.read(terminal, detector.kind().needsLabels());
        data.notes().forEach(note -> terminal.note("millrace train: " + note));
        TrainedModel trained = fit(data, options, run).withProvenance(data.provenance());
        List<TunedMachine> machines = List.of();
        if (fineTuning.isPresent()) {
            FineTuning.ModelSet set = ModelTraining.fineTune(
                    terminal,
                    trained,
                    data.series(),
                    options,
                    fineTuning.get(),
                    run.orElseThrow().machines(resume));
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
            terminal.line(Json.line(fields(trained, machines, data)));
        } else {
            print(trained, machines, data);
        }
        return ExitCode.OK;
    }

    /** What only the LSTM autoencoder can, and what only the other kinds can. */
    private void checkDetector(TrainingOptions options, boolean fineTuning) {
        if (detector.isAutoencoder()) {
            check(
                    !detector.any(),
                    "an LSTM autoencoder expects its options by their own names, such as --steps 40, found --set or --member");
            return;
        }
        recipe(options); // an unknown kind or option is refused before anything is read
        check(!fineTuning, "--fine-tune expects an LSTM autoencoder: other kinds have no machine's own layers");
        check(!resume, "--resume expects an LSTM autoencoder: other kinds are trained in one go");
    }

    private Map<String, String> named() {
        return TrainingFields.given(spec.commandLine().getParseResult());
    }

    private DetectorRecipe recipe(TrainingOptions options) {
        try {
            return detector.recipe(named(), options.input(), options.augment());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private TrainedModel fit(TrainingInput.Content data, TrainingOptions options, Optional<TrainingRunFolder> run) {
        String id = modelId == null ? outputName() : modelId;
        try {
            if (!detector.isAutoencoder()) {
                return ModelTraining.train(
                        terminal,
                        data.series(),
                        recipe(options),
                        detector.alarm(named(), options.alarm()),
                        id,
                        version,
                        options.fit().seed());
            }
            return ModelTraining.train(
                    terminal,
                    data.series(),
                    options,
                    id,
                    version,
                    run.map(folder -> new CheckpointOptions(folder.checkpoint(), resume)));
        } catch (BadInputException e) {
            if (e.getCause() instanceof UnusableSeriesException) {
                String machineId = ((UnusableSeriesException) e.getCause()).machineId();
                throw new BadInputException(
                        data.origin(machineId) + ": " + e.getCause().getMessage(), e);
            }
            throw e;
        }
    }

    private void print(TrainedModel trained, List<TunedMachine> machines, TrainingInput.Content data) {
        terminal.line("Trained " + trained.artefact().modelId() + " version " + version + " ("
                + trained.artefact().detector().name() + ") on " + Text.count(data.rows(), "row") + " of "
                + Text.count(data.origins().size(), "machine") + ": " + Text.count(trained.fitWindows(), "window")
                + trained.curve()
                        .map(curve -> ", " + Text.count(curve.epochs().size(), "epoch") + " in "
                                + Text.value(curve.seconds()) + " s.")
                        .orElse("."));
        if (!trained.constantSensors().isEmpty()) {
            terminal.line(
                    "Not looked at, because they stood still: " + String.join(", ", trained.constantSensors()) + ".");
        }
        terminal.line(trained.curve()
                        .map(curve -> "Validation error "
                                + Text.value(curve.bestEpoch().validationError())
                                + " (squared, scaled units), threshold ")
                        .orElse("Threshold ")
                + Text.value(trained.artefact().thresholds().fallback()) + " by "
                + trained.artefact().thresholds().policy() + ".");
        if (!machines.isEmpty()) {
            long kept = machines.stream().filter(TunedMachine::kept).count();
            terminal.line("Fine-tuned " + Text.count(machines.size(), "machine") + ", of which " + kept
                    + " gained by it and have a model of their own"
                    + (kept == 0 ? "." : ", of " + Text.count(bytes(machines) / kept) + " bytes on average."));
            List<String> diverged = machines.stream()
                    .filter(TunedMachine::diverged)
                    .map(TunedMachine::machineId)
                    .toList();
            if (!diverged.isEmpty()) {
                terminal.line("Fine-tuning diverged for " + String.join(", ", diverged)
                        + ": the general model serves them; a smaller --fine-tune-rate may help.");
            }
        }
        terminal.line(
                "Wrote " + (output == null ? runFolder : output) + ". What it holds: millrace inspect " + model());
    }

    private int interrupted(String where) {
        boolean resumable = runFolder != null && Files.exists(new TrainingRunFolder(runFolder).checkpoint());
        terminal.note("millrace train: " + where + "; "
                + (resumable
                        ? "go on from the last whole epoch with the same options and --resume"
                        : "no model was written, start again"));
        return ExitCode.INTERRUPTED;
    }

    private TrainingOptions options() {
        try {
            return detector.isAutoencoder() ? training.options() : training.ofAnyKind();
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

    private Path model() {
        return output == null ? new TrainingRunFolder(runFolder).model() : output;
    }

    private String outputName() {
        Path named = output == null ? runFolder.toAbsolutePath().normalize() : output;
        String name = named.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return output != null && dot > 0 ? name.substring(0, dot) : name;
    }

    private Map<String, Object> fields(TrainedModel trained, List<TunedMachine> tuned, TrainingInput.Content data) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("model", model().toString());
        result.put("modelId", trained.artefact().modelId());
        result.put("version", trained.artefact().version());
        result.put("machines", data.origins().size());
        result.put("rows", data.rows());
        result.put("rowsDropped", Long.parseLong(data.provenance().get("data.rowsDropped")));
        result.put("constantSensors", trained.constantSensors());
        result.put("notes", data.notes());
        result.put("windows", trained.fitWindows());
        result.put("detector", trained.artefact().detector().name());
        trained.curve().ifPresent(curve -> {
            result.put("epochs", curve.epochs().size());
            result.put("validationError", curve.bestEpoch().validationError());
            result.put("seconds", curve.seconds());
        });
        result.put("threshold", trained.artefact().thresholds().fallback());
        if (!tuned.isEmpty()) {
            result.put("ownModels", tuned.stream().filter(TunedMachine::kept).count());
            result.put("ownModelBytes", bytes(tuned));
        }
        return result;
    }

    private static long bytes(List<TunedMachine> machines) {
        return machines.stream().mapToLong(TunedMachine::bytes).sum();
    }

    private void check(boolean holds, String rule) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), rule);
        }
    }
}
