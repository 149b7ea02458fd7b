package io.millrace.cli.explain;

import io.millrace.cli.BadInputException;
import io.millrace.cli.CtrlC;
import io.millrace.cli.ExitCode;
import io.millrace.cli.InputFiles;
import io.millrace.cli.Json;
import io.millrace.cli.data.CsvFields;
import io.millrace.cli.terminal.Terminal;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.explain.Background;
import io.millrace.detection.explain.ExplainSettings;
import io.millrace.detection.explain.WindowExplainer;
import io.millrace.detection.explain.WindowExplanation;
import io.millrace.detection.file.WholeFile;
import io.millrace.training.plot.ExplanationPlot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Explains an alert, or a window of a file. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        header = "Explains at length why an alert was raised, or why a window of a file is strange.",
        sortOptions = false,
        description = {
            "Shapley values over sensors and segments of time, a linear surrogate with its fidelity, the smallest change of one"
                    + " sensor that would have kept the window normal, observed and expected courses.",
            "An alert is looked up on the alerts topic, its readings on the readings topic, its model on the models topic. An"
                    + " attribution says what makes a score high, which need not be what is broken: docs/explanation.md."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:explained",
            "1:explaining failed, or its picture cannot be written",
            "2:usage",
            "3:a file, alert or value cannot be used",
            "130:interrupted"
        })
public final class ExplainCommand implements Callable<Integer> {

    private static final String ALERT_ID = "[0-9a-fA-F]{32}";
    private static final int PICTURED_SENSORS = 3;

    private final Terminal terminal;

    @Parameters(
            paramLabel = "ALERT-ID|FILE",
            description = "The id of an alert, 32 hexadecimal digits; or a file of readings, as score takes it.")
    private String subject;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            description = "A model artefact. Needed for a file; for an alert the model is looked up without it.")
    private Path model;

    @Option(
            names = "--machine",
            paramLabel = "ID",
            description =
                    "Of a file with several machines: whose rows. Default: the one with the highest score over its threshold.")
    private String machine;

    @Option(
            names = "--at",
            paramLabel = "WHEN",
            description = "Of a file: the window that ends then, a row from 0 or a time such as 2026-03-01T06:00:00Z."
                    + " Default: the window with the highest score.")
    private String at;

    @Mixin
    private AlertFields alertFields = new AlertFields();

    @Option(
            names = "--background",
            paramLabel = "FILE",
            description = "Healthy readings, which stand in for what is taken out of the window; rows that are labelled"
                    + " anomalous are left out. Default: each sensor's middle in training, standing still.")
    private Path background;

    @Option(
            names = "--background-rows",
            paramLabel = "N",
            description = "Only the first N rows of each machine of --background.")
    private Integer backgroundRows;

    @Option(
            names = "--background-windows",
            paramLabel = "N",
            defaultValue = "12",
            description = "Windows of --background, evenly spaced (default: ${DEFAULT-VALUE}).")
    private int backgroundWindows;

    @Option(
            names = "--segments",
            paramLabel = "N",
            defaultValue = "6",
            description = "Segments of time that the window is divided into (default: ${DEFAULT-VALUE}).")
    private int segments;

    @Option(
            names = "--permutations",
            paramLabel = "N",
            defaultValue = "48",
            description = "Permutations of the Shapley values, each walked both ways (default: ${DEFAULT-VALUE}). Four"
                    + " times as many halve the standard errors.")
    private int permutations;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Masked windows that the surrogate is fitted on (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(names = "--seed", defaultValue = "1", description = "Of all that is drawn (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private CsvFields fields = new CsvFields();

    @Option(
            names = {"-o", "--plot"},
            paramLabel = "FILE.png",
            description = "Also write a picture: the map of sensors and segments, observed and expected courses.")
    private Path plot;

    @Option(names = "--json", description = "Print the explanation as one JSON object.")
    private boolean json;

    public ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ExplainSettings settings = settings();
        CtrlC ctrlC = CtrlC.watch();
        try {
            Moment moment = moment();
            Explained explained = explain(moment, settings);
            if (plot != null) {
                WholeFile.write(plot, picture(explained));
            }
            if (json) {
                terminal.line(Json.line(ExplainedFields.of(explained)));
            } else {
                new ExplanationText(terminal).print(explained);
                if (plot != null) {
                    terminal.line();
                    terminal.line("The picture is in " + plot + ".");
                }
            }
            return ExitCode.OK;
        } finally {
            ctrlC.close();
        }
    }

    private ExplainSettings settings() {
        if (backgroundWindows < 1) {
            throw new BadInputException("--background-windows expects 1 or more, found " + backgroundWindows);
        }
        if (background == null && backgroundRows != null) {
            throw new BadInputException("--background-rows expects a --background FILE, found none");
        }
        if (backgroundRows != null && backgroundRows < 1) {
            throw new BadInputException("--background-rows expects 1 or more, found " + backgroundRows);
        }
        try {
            return new ExplainSettings(
                    segments,
                    permutations,
                    samples,
                    seed,
                    ExplainSettings.DEFAULT.topSensors(),
                    ExplainSettings.DEFAULT.topSteps());
        } catch (IllegalArgumentException e) {
            throw new BadInputException(e.getMessage() + " (--segments, --permutations, --samples)", e);
        }
    }

    private Moment moment() throws IOException, InterruptedException {
        boolean isAlert = subject.matches(ALERT_ID) && !Files.exists(Path.of(subject));
        if (isAlert) {
            if (machine != null || at != null) {
                throw new BadInputException(
                        "an alert names its machine and its windows, found --machine or --at: leave them out, or give --window");
            }
            Optional<ModelArtefact> given = model == null ? Optional.empty() : Optional.of(InputFiles.artefact(model));
            return new AlertMoment(terminal, alertFields, given).find(subject.toLowerCase(Locale.ROOT));
        }
        if (!Files.exists(Path.of(subject)) && !subject.contains(".") && !subject.contains("/")) {
            throw new BadInputException("'" + subject + "' is neither a file nor the id of an alert, which has 32"
                    + " hexadecimal digits: copy the alertId of an alert, or name a file of readings");
        }
        Path file = InputFiles.readable(Path.of(subject));
        if (model == null) {
            throw new BadInputException("a file of readings is explained with a model, found none: add --model MODEL");
        }
        if (alertFields.any()) {
            throw new BadInputException(
                    "a file of readings was given, found options for alerts: leave out --brokers, --job-config and --window");
        }
        return FileMoment.find(
                file, fields, InputFiles.artefact(model), Optional.ofNullable(machine), Optional.ofNullable(at));
    }

    private Explained explain(Moment moment, ExplainSettings settings) throws IOException {
        ModelArtefact artefact = moment.artefact();
        Background healthy = background == null
                ? Background.ofScaler(artefact.preprocessing(), artefact.ringRows())
                : Backgrounds.of(
                        InputFiles.readable(background),
                        fields,
                        backgroundRows == null ? Integer.MAX_VALUE : backgroundRows,
                        artefact,
                        backgroundWindows);
        var explainer = new WindowExplainer(artefact.preprocessing(), artefact.detector(), healthy, settings);
        var memory = moment.memory();
        long began = System.nanoTime();
        WindowExplanation explanation = explainer.explain(moment.windowRows(), memory, moment.threshold());
        return new Explained(moment, explanation, Duration.ofNanos(System.nanoTime() - began));
    }

    private static byte[] picture(Explained explained) {
        Moment moment = explained.moment();
        String title = moment.machineId() + ", window up to " + moment.at() + ": what each sensor adds to the score";
        return ExplanationPlot.of(explained.explanation(), title, PICTURED_SENSORS);
    }
}
