package io.millrace.cli.evaluate;

import io.millrace.cli.BadInputException;
import io.millrace.cli.ExitCode;
import io.millrace.cli.InputFiles;
import io.millrace.cli.Json;
import io.millrace.cli.data.CsvFields;
import io.millrace.cli.data.UserData;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.Text;
import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.quality.EventQuality;
import io.millrace.detection.threshold.ThresholdPolicy;
import io.millrace.training.series.Series;
import io.millrace.training.tune.LabelledPolicy;
import io.millrace.training.tune.TuneOptions;
import io.millrace.training.tune.TunedModel;
import io.millrace.training.tune.Tuner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds a model's thresholds anew. */
@Command(
        name = "tune",
        mixinStandardHelpOptions = true,
        header = "Finds a model's thresholds anew, on a validation part of recorded series.",
        sortOptions = false,
        description = {
            "Scores the first rows of every file (--part) by the job's own code and sets the thresholds on these scores; the"
                    + " rows behind them are for testing and are never looked at. Policies without labels take the part for normal operation.",
            "The policies best-f1 and precision-floor need labels and say how many labelled events they rest on."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:tuned", "1:tuning failed", "2:usage", "3:a file or value cannot be used"})
public final class TuneCommand implements Callable<Integer> {

    /** The policies by their names on the command line. */
    enum Policy {
        MEAN_SIGMA,
        PERCENTILE,
        TRAIN_QUANTILE,
        ALARM_BUDGET,
        ERROR_PRUNING,
        BEST_F1,
        PRECISION_FLOOR;

        String optionName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model artefact.")
    private Path model;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE.csv", description = "Recorded series.")
    private List<Path> files;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "TUNED",
            description = "Where the tuned model goes; its version is one higher.")
    private Path output;

    @Option(
            names = "--policy",
            defaultValue = "alarm-budget",
            paramLabel = "POLICY",
            description =
                    "mean-sigma, percentile, train-quantile, alarm-budget, error-pruning, best-f1 or precision-floor"
                            + " (default: ${DEFAULT-VALUE}).")
    private String policy;

    @Option(
            names = "--value",
            paramLabel = "X",
            description =
                    "The policy's number: sigmas (2), percent (99), quantile (0.99), alarms per machine and week (2),"
                            + " least decrease (0.13), precision (0.9); in brackets without it.")
    private Double value;

    @Option(
            names = "--margin",
            defaultValue = "1.5",
            paramLabel = "X",
            description = "Factor on the train quantile (default: ${DEFAULT-VALUE}).")
    private double margin;

    @Option(
            names = "--part",
            defaultValue = "0.5",
            paramLabel = "SHARE",
            description =
                    "Share of every file's rows, from its start, that is the validation part (default: ${DEFAULT-VALUE}).")
    private double part;

    @Option(
            names = "--per-machine",
            description = "A threshold of its own for every machine, the common one for others.")
    private boolean perMachine;

    @Option(names = "--events", description = "Tune smoothing and morphology too, for the most event F1; needs labels.")
    private boolean events;

    @Mixin
    private CsvFields fields = new CsvFields();

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    public TuneCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (!(part > 0 && part <= 1)) {
            throw new BadInputException("--part expects a share above 0, at most 1, found " + part);
        }
        ModelArtefact artefact = InputFiles.artefact(model);
        List<Series> validation = new ArrayList<>();
        for (Path file : files) {
            for (Series series : UserData.series(file, fields).series()) {
                validation.add(series.head((int) Math.ceil(part * series.length())));
            }
        }
        TunedModel tuned;
        try {
            TuneOptions options =
                    options(artefact, validation).withPerMachine(perMachine).withEvents(events);
            tuned = Tuner.tune(artefact, validation, options);
        } catch (IllegalArgumentException unusable) {
            throw new BadInputException(unusable.getMessage(), unusable);
        }
        write(tuned.artefact());
        if (json) {
            terminal.line(Json.line(asFields(artefact, tuned)));
        } else {
            print(artefact, tuned);
        }
        return ExitCode.OK;
    }

    private void write(ModelArtefact tuned) throws IOException {
        try {
            ArtefactFile.write(output, tuned);
        } catch (IOException e) {
            throw new IOException(output + " cannot be written (" + e.getMessage()
                    + "): check the disk's free space and the folder's rights");
        }
    }

    private TuneOptions options(ModelArtefact artefact, List<Series> validation) {
        return switch (policy()) {
            case MEAN_SIGMA -> TuneOptions.of(new ThresholdPolicy.MeanSigma(or(2)));
            case PERCENTILE -> TuneOptions.of(new ThresholdPolicy.Percentile(or(99)));
            case TRAIN_QUANTILE -> TuneOptions.of(new ThresholdPolicy.TrainQuantile(or(0.99), margin));
            case ALARM_BUDGET ->
                TuneOptions.of(ThresholdPolicy.AlarmBudget.perWeek(
                        or(2), interval(validation), artefact.morphology().mergeGap()));
            case ERROR_PRUNING -> TuneOptions.of(new ThresholdPolicy.ErrorPruning(or(0.13)));
            case BEST_F1 -> TuneOptions.of(new LabelledPolicy.BestF1());
            case PRECISION_FLOOR -> TuneOptions.of(new LabelledPolicy.PrecisionFloor(or(0.9)));
        };
    }

    private Policy policy() {
        return Arrays.stream(Policy.values())
                .filter(one -> one.optionName().equals(policy))
                .findFirst()
                .orElseThrow(() -> new BadInputException("policy '" + policy + "' is not known: choose one of "
                        + String.join(
                                ", ",
                                Arrays.stream(Policy.values())
                                        .map(one -> one.optionName())
                                        .toList())));
    }

    private double or(double standard) {
        return value == null ? standard : value;
    }

    /** Median time between two rows. */
    private static Duration interval(List<Series> validation) {
        long[] distances = validation.stream()
                .flatMapToLong(series -> {
                    var between = new long[Math.max(0, series.length() - 1)];
                    Arrays.setAll(between, r -> series.timestamps()[r + 1] - series.timestamps()[r]);
                    return Arrays.stream(between);
                })
                .sorted()
                .toArray();
        return Duration.ofMillis(distances.length == 0 ? 1 : Math.max(1, distances[distances.length / 2]));
    }

    private void print(ModelArtefact before, TunedModel tuned) {
        ModelArtefact after = tuned.artefact();
        terminal.line("Threshold " + Text.value(before.thresholds().fallback()) + " → "
                + Text.value(after.thresholds().fallback()) + " by "
                + after.thresholds().policy() + ", on "
                + Text.count(tuned.rows(), "row") + " of the validation part"
                + (tuned.labelledEvents() > 0
                        ? " and " + Text.count(tuned.labelledEvents(), "labelled event")
                        : ", without labels")
                + ".");
        if (!after.thresholds().perMachine().isEmpty()) {
            terminal.line("Of its own for "
                    + Text.count(after.thresholds().perMachine().size(), "machine") + ".");
        }
        if (tuned.before().isPresent()) {
            terminal.line("Events on the validation part: "
                    + words(tuned.before().get()) + " before, "
                    + words(tuned.after().orElseThrow()) + " after; measure on other rows before you believe it.");
        }
        terminal.line("Wrote " + output + ", " + after.modelId() + " version " + after.version() + ".");
    }

    private static String words(EventQuality events) {
        return events.truePositives() + " found, " + events.falseNegatives() + " missed, " + events.falsePositives()
                + " false";
    }

    private static Map<String, Object> asFields(ModelArtefact before, TunedModel tuned) {
        var all = new LinkedHashMap<String, Object>();
        all.put("modelId", tuned.artefact().modelId());
        all.put("version", tuned.artefact().version());
        all.put("policy", tuned.artefact().thresholds().policy());
        all.put("thresholdBefore", before.thresholds().fallback());
        all.put("threshold", tuned.artefact().thresholds().fallback());
        all.put("perMachine", tuned.artefact().thresholds().perMachine());
        all.put("rows", tuned.rows());
        all.put("labelledEvents", tuned.labelledEvents());
        all.put("smoothing", tuned.artefact().smoothing().alpha());
        all.put("minEventLength", tuned.artefact().morphology().minEventLength());
        all.put("mergeGap", tuned.artefact().morphology().mergeGap());
        return all;
    }
}
