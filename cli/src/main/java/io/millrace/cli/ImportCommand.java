package io.millrace.cli;

import io.millrace.cli.data.CsvFields;
import io.millrace.cli.data.UserData;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.Text;
import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.detection.tree.TreeFamily;
import io.millrace.training.keras.BadImportException;
import io.millrace.training.keras.KerasImport;
import io.millrace.training.pipeline.AlarmOptions;
import io.millrace.training.pipeline.InputOptions;
import io.millrace.training.recipe.TreesImport;
import io.millrace.training.series.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a model of what was trained elsewhere: a network of Keras', or boosted trees. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        header = "Makes a model of what was trained elsewhere: an LSTM autoencoder of Keras', or boosted trees.",
        showDefaultValues = true,
        sortOptions = false,
        description = {
            "Takes a sequential LSTM autoencoder (LSTM, RepeatVector, LSTM, TimeDistributed(Dense)) from the HDF5 file that"
                    + " model.save(\"FILE.h5\") writes, and a scaler of scikit-learn's as a JSON object of its attributes: mean_"
                    + " and scale_, min_ and scale_, data_min_ and data_max_, or center_ and scale_.",
            "The threshold is the one given, or is calibrated on recorded healthy operation as after a training.",
            "With --detector catboost, xgboost or lightgbm it takes the model that the library saved: CatBoost's JSON, XGBoost's JSON,"
                    + " LightGBM's text. Its features are those that Millrace makes of a window, sensor by sensor: with --steps 1 the sensors'"
                    + " newest values alone. --data names healthy rows, whose medians are what alerts call expected; the threshold is of the"
                    + " probability, or of the share of life used up, 0.5 unless given."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:imported",
            "1:the model cannot be written",
            "2:usage",
            "3:a file or value cannot be used; the message says what was expected and what was found"
        })
final class ImportCommand implements Callable<Integer> {

    private static final double HALF = 0.5;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The network, or the trees.")
    private Path file;

    @Option(
            names = "--detector",
            paramLabel = "KIND",
            defaultValue = ReconstructionDetector.NAME,
            description = "lstm-autoencoder, catboost, xgboost or lightgbm.")
    private String detector;

    @Option(names = "--scaler", paramLabel = "SCALER.json", description = "The scaler; an LSTM autoencoder needs one.")
    private Path scaler;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "1",
            description = "Trees: rows of the window that the features are made of.")
    private int steps;

    @Option(
            names = "--classes",
            paramLabel = "NAME",
            split = ",",
            showDefaultValue = Visibility.NEVER,
            description =
                    "Trees of several classes: their names in the trees' order, joined by commas, the normal one first.")
    private List<String> classes = List.of();

    @Option(
            names = "--life",
            paramLabel = "ROWS",
            defaultValue = "125",
            description = "Trees that predict a remaining life: the rows left from which on a machine counts as new.")
    private double life;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            showDefaultValue = Visibility.NEVER,
            description = "Recorded healthy operation to calibrate the threshold on; may be given several times.")
    private List<Path> data = List.of();

    @Option(
            names = "--threshold",
            paramLabel = "X",
            description =
                    "The threshold, above 0: of an autoencoder's smoothed mean squared error in scaled units, or of the trees' score.")
    private Double threshold;

    /** Its {@code --sensors} are the network's or the trees' features in their order, and the columns of {@code --data}. */
    @Mixin
    private CsvFields fields = new CsvFields();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "MODEL",
            description = "Where the artefact goes.")
    private Path output;

    @Option(
            names = "--model-id",
            paramLabel = "ID",
            description = "Names the model over all its versions. Default: like MODEL.")
    private String modelId;

    @Option(names = "--model-version", paramLabel = "N", description = "Version, higher than the ones before.")
    private long version = 1;

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    ImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Optional<TreeFamily> family = family();
        if (family.isPresent()) {
            check(scaler == null, "--scaler is of an LSTM autoencoder: trees take values as they are");
            check(!fields.sensors().isEmpty(), "trees expect --sensors, the names of their features in order");
            check(
                    !data.isEmpty(),
                    "trees expect --data FILE, rows of healthy operation, whose medians are the expected values");
            check(steps >= 1, "--steps expects 1 or more, found " + steps);
            check(life > 0 && Double.isFinite(life), "--life expects a finite number above 0, found " + life);
        } else {
            check(scaler != null, "an LSTM autoencoder expects --scaler SCALER.json, found none");
            check(
                    data.isEmpty() == (threshold != null),
                    "import expects --threshold X or --data FILE to calibrate one on, found "
                            + (data.isEmpty() ? "neither" : "both"));
        }
        check(
                threshold == null || (threshold > 0 && Double.isFinite(threshold)),
                "--threshold expects a finite number above 0, found " + threshold);
        check(version >= 1, "--model-version expects 1 or more, found " + version);
        ModelArtefact model = family.isPresent() ? trees(family.get()) : network();
        ArtefactFile.write(output, model);
        if (json) {
            terminal.line(Json.line(asFields(model)));
        } else {
            terminal.line("Imported " + model.modelId() + " version " + model.version() + ": windows of "
                    + Text.count(model.detector().steps(), "row") + " of "
                    + Text.count(model.detector().features(), "sensor") + ", threshold "
                    + Text.value(model.thresholds().fallback()) + " "
                    + (model.thresholds().policy().equals("given")
                            ? "as given"
                            : "by " + model.thresholds().policy()) + ".");
            terminal.line("Wrote " + output + ". What it holds: millrace inspect " + output);
        }
        return ExitCode.OK;
    }

    private Optional<TreeFamily> family() {
        Optional<TreeFamily> family = Arrays.stream(TreeFamily.values())
                .filter(each -> each.optionName().equals(detector))
                .findFirst();
        check(
                family.isPresent() || detector.equals(ReconstructionDetector.NAME),
                "--detector expects lstm-autoencoder, catboost, xgboost or lightgbm, found " + detector);
        return family;
    }

    private ModelArtefact trees(TreeFamily family) throws IOException {
        var wanted =
                new TreesImport(family, fields.sensors(), steps, classes, life, threshold == null ? HALF : threshold);
        try {
            return wanted.read(
                    InputFiles.readable(file),
                    healthy(),
                    id(),
                    version,
                    Clock.systemUTC().millis());
        } catch (IllegalArgumentException unusable) {
            throw new BadInputException(unusable.getMessage(), unusable);
        }
    }

    private ModelArtefact network() throws IOException {
        ModelArtefact imported = read();
        return threshold == null ? calibrated(imported) : KerasImport.withThreshold(imported, threshold);
    }

    private String id() {
        return modelId == null ? outputName() : modelId;
    }

    private List<Series> healthy() throws IOException {
        var healthy = new ArrayList<Series>();
        for (Path each : data) {
            healthy.addAll(UserData.series(each, fields).series());
        }
        return healthy;
    }

    private ModelArtefact read() throws IOException {
        try {
            return KerasImport.read(
                    InputFiles.readable(file),
                    InputFiles.readable(scaler),
                    fields.sensors(),
                    InputOptions.DEFAULT.clip(),
                    id(),
                    version,
                    Clock.systemUTC().millis());
        } catch (BadImportException unusable) {
            throw new BadInputException(unusable.getMessage(), unusable);
        }
    }

    private ModelArtefact calibrated(ModelArtefact imported) throws IOException {
        List<Series> healthy = healthy();
        try {
            return KerasImport.calibrated(imported, healthy, AlarmOptions.DEFAULT.threshold());
        } catch (IllegalArgumentException unusable) {
            throw new BadInputException(
                    "the threshold cannot be calibrated on this data: " + unusable.getMessage(), unusable);
        }
    }

    private String outputName() {
        String name = output.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private Map<String, Object> asFields(ModelArtefact model) {
        var all = new LinkedHashMap<String, Object>();
        all.put("model", output.toString());
        all.put("modelId", model.modelId());
        all.put("version", model.version());
        all.put("steps", model.detector().steps());
        all.put("sensors", model.preprocessing().layout().names());
        all.put("threshold", model.thresholds().fallback());
        all.put("policy", model.thresholds().policy());
        return all;
    }

    private void check(boolean holds, String rule) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), rule);
        }
    }
}
