package io.millrace.cli;

import io.millrace.cli.data.CsvFields;
import io.millrace.cli.data.UserData;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.Text;
import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.training.keras.BadImportException;
import io.millrace.training.keras.KerasImport;
import io.millrace.training.pipeline.AlarmOptions;
import io.millrace.training.pipeline.InputOptions;
import io.millrace.training.series.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a model of a network that was trained in Keras. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        header = "Makes a model of an LSTM autoencoder that was trained in Keras.",
        showDefaultValues = true,
        sortOptions = false,
        description = {
            "Takes a sequential LSTM autoencoder (LSTM, RepeatVector, LSTM, TimeDistributed(Dense)) from the HDF5 file that"
                    + " model.save(\"FILE.h5\") writes, and a scaler of scikit-learn's as a JSON object of its attributes: mean_"
                    + " and scale_, min_ and scale_, data_min_ and data_max_, or center_ and scale_.",
            "The threshold is the one given, or is calibrated on recorded healthy operation as after a training."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:imported",
            "1:the model cannot be written",
            "2:usage",
            "3:a file or value cannot be used; the message says what was expected and what was found"
        })
final class ImportCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE.h5", description = "The network.")
    private Path network;

    @Option(names = "--scaler", required = true, paramLabel = "SCALER.json", description = "The scaler.")
    private Path scaler;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            showDefaultValue = Visibility.NEVER,
            description = "Recorded healthy operation to calibrate the threshold on; may be given several times.")
    private List<Path> data = List.of();

    @Option(
            names = "--threshold",
            paramLabel = "X",
            description = "The threshold, above 0, of the smoothed mean squared error in scaled units.")
    private Double threshold;

    /** Its {@code --sensors} are the network's features in their order, and the columns of {@code --data}. */
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
        check(
                data.isEmpty() == (threshold != null),
                "import expects --threshold X or --data FILE to calibrate one on, found "
                        + (data.isEmpty() ? "neither" : "both"));
        check(
                threshold == null || (threshold > 0 && Double.isFinite(threshold)),
                "--threshold expects a finite number above 0, found " + threshold);
        check(version >= 1, "--model-version expects 1 or more, found " + version);
        ModelArtefact imported = read();
        ModelArtefact model = threshold == null ? calibrated(imported) : KerasImport.withThreshold(imported, threshold);
        ArtefactFile.write(output, model);
        if (json) {
            terminal.line(Json.line(asFields(model)));
        } else {
            terminal.line("Imported " + model.modelId() + " version " + model.version() + ": windows of "
                    + model.detector().steps() + " rows of "
                    + Text.count(model.detector().features(), "sensor") + ", threshold "
                    + Text.value(model.thresholds().fallback()) + " "
                    + (threshold == null ? "by " + model.thresholds().policy() : "as given") + ".");
            terminal.line("Wrote " + output + ". What it holds: millrace inspect " + output);
        }
        return ExitCode.OK;
    }

    private ModelArtefact read() throws IOException {
        try {
            return KerasImport.read(
                    InputFiles.readable(network),
                    InputFiles.readable(scaler),
                    fields.sensors(),
                    InputOptions.DEFAULT.clip(),
                    modelId == null ? outputName() : modelId,
                    version,
                    Clock.systemUTC().millis());
        } catch (BadImportException unusable) {
            throw new BadInputException(unusable.getMessage(), unusable);
        }
    }

    private ModelArtefact calibrated(ModelArtefact imported) throws IOException {
        var healthy = new ArrayList<Series>();
        for (Path file : data) {
            healthy.addAll(UserData.series(file, fields).series());
        }
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
