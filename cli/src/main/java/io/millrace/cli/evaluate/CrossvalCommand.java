package io.millrace.cli.evaluate;

import io.millrace.cli.BadInputException;
import io.millrace.cli.ExitCode;
import io.millrace.cli.InputFiles;
import io.millrace.cli.Json;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.TextTable;
import io.millrace.detection.file.WholeFile;
import io.millrace.detection.tree.TreeFamily;
import io.millrace.training.crossval.Crossval;
import io.millrace.training.crossval.CrossvalOptions;
import io.millrace.training.crossval.CrossvalResult;
import io.millrace.training.crossval.CrossvalResult.Division;
import io.millrace.training.crossval.LearningTable;
import io.millrace.training.crossval.SupervisedTask;
import io.millrace.training.crossval.ThresholdTarget;
import io.millrace.training.report.CrossvalReport;
import io.millrace.training.report.GeneratedSection;
import io.millrace.training.series.UnreadableSeriesException;
import io.millrace.training.trees.CatboostLibrary;
import io.millrace.training.trees.TreeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Cross-validates boosted trees on a supervised task. */
@Command(
        name = "crossval",
        mixinStandardHelpOptions = true,
        header = "Cross-validates boosted trees on a supervised task.",
        showDefaultValues = true,
        sortOptions = false,
        description = {
            "Learns and judges a task by k-fold cross-validation, stratified and, where rows have a time order, in time; machines that run to failure"
                    + " are kept whole. Prints each learner's figures beside a linear or logistic regression and the majority or mean.",
            "Known tables: smart_manufacturing (anomaly, downtime-risk, maintenance, failure-type, remaining-life), AI4I 2020 (failure, failure-type),"
                    + " C-MAPSS training files (remaining-life)."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:it failed on the way", "2:usage", "3:a file or value cannot be used"})
public final class CrossvalCommand implements Callable<Integer> {

    private static final String NETWORK = "attention-lstm";

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "anomaly, downtime-risk, maintenance, failure, failure-type or remaining-life.")
    private String task;

    @Option(names = "--data", paramLabel = "FILE", description = "Table with labels.")
    private Path data;

    @Option(
            names = "--detector",
            paramLabel = "FAMILY",
            split = ",",
            defaultValue = "xgboost,lightgbm",
            description =
                    "xgboost, lightgbm, catboost (its trainer is fetched apart), and for C-MAPSS attention-lstm, a small one, judged by the engines set aside alone; several parted by"
                            + " commas.")
    private List<String> families;

    @Option(names = "--folds", paramLabel = "K", defaultValue = "5", description = "Folds, 2 to 20.")
    private int folds;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Rows of a window, 1 or more. Without it: what suits the table.")
    private Integer steps;

    @Option(names = "--trees", paramLabel = "N", defaultValue = "300", description = "Rounds of boosting.")
    private int trees;

    @Option(names = "--learning-rate", paramLabel = "R", defaultValue = "0.05", description = "Above 0 to 1.")
    private double learningRate;

    @Option(
            names = "--depth",
            paramLabel = "N",
            defaultValue = "6",
            description = "Most splits on the way down, 1 to 16.")
    private int depth;

    @Option(names = "--no-class-weights", description = "Let each row weigh the same; without it each class does.")
    private boolean unweighted;

    @Option(
            names = "--precision-target",
            paramLabel = "P",
            description =
                    "Yes or no: the threshold with the highest recall at this precision, found on training rows held back.")
    private Double precisionTarget;

    @Option(
            names = "--recall-target",
            paramLabel = "R",
            description =
                    "Yes or no: the threshold with the highest precision at this recall, found on training rows held back.")
    private Double recallTarget;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of folds and trees.")
    private long seed;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Folder for report.html and metrics.json; made if it is not there.")
    private Path out;

    @Option(
            names = "--docs",
            paramLabel = "FILE.md",
            description =
                    "Write the figures into the page's section of the table and task: of --task and --data, or without them of every task of"
                            + " the known tables, which needs --datasets or MILLRACE_DATASETS.")
    private Path docs;

    @Option(names = "--datasets", paramLabel = "DIR", description = "Folder above the data sets' folders, for --docs.")
    private Path datasets;

    @Option(names = "--json", description = "Print the result as one JSON object on the last line.")
    private boolean json;

    public CrossvalCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        check(
                docs != null ? (task == null) == (data == null) : task != null && data != null,
                "crossval expects --task TASK and --data FILE; with --docs both or neither");
        if (docs != null) {
            writeDocs();
            return ExitCode.OK;
        }
        CrossvalResult result = run(read(task(task), data));
        var report = new CrossvalReport(result);
        if (out != null) {
            report.write(out);
        }
        if (json) {
            terminal.line(Json.line(report.json()));
            return ExitCode.OK;
        }
        terminal.line(result.table().name() + ": " + result.table().rows() + " rows, " + result.features()
                + " features from windows of " + result.options().steps() + ".");
        for (Division division : result.divisions()) {
            terminal.line();
            terminal.line(division.folding() + ": " + division.proves());
            List<List<String>> rows = report.table(division);
            TextTable table = new TextTable(1, rows.get(0).toArray(String[]::new));
            rows.subList(1, rows.size()).forEach(row -> table.row(row.toArray()));
            table.lines().forEach(terminal::line);
        }
        terminal.line();
        result.table().remarks().forEach(terminal::line);
        if (out != null) {
            terminal.line("The whole report is in " + out.resolve("report.html") + ".");
        }
        return ExitCode.OK;
    }

    /** Each task's figures go into the page as they come, so that a run which is ended early leaves what it has measured. */
    private void writeDocs() throws IOException {
        List<LearningTable> tables = task == null ? known() : List.of(read(task(task), data));
        String page = Files.readString(InputFiles.readable(docs));
        tables.forEach(table -> with(page, table, "")); // a page without the section is refused before hours of work
        for (LearningTable table : tables) {
            String figures = new CrossvalReport(run(table)).markdown();
            WholeFile.write(docs, with(Files.readString(docs), table, figures));
            terminal.line("Wrote " + table.name() + " into " + docs + ".");
        }
    }

    private List<LearningTable> known() throws IOException {
        Path plant = folder().resolve("smart_manufacturing/smart_manufacturing_data.csv");
        Path milling = folder().resolve("ai4i2020/ai4i2020.csv");
        return List.of(
                read(SupervisedTask.FAILURE, milling),
                read(SupervisedTask.ANOMALY, plant),
                read(SupervisedTask.FAILURE_TYPE, milling),
                read(SupervisedTask.MAINTENANCE, plant),
                read(SupervisedTask.DOWNTIME_RISK, plant),
                read(SupervisedTask.REMAINING_LIFE, plant),
                read(SupervisedTask.FAILURE_TYPE, plant),
                read(SupervisedTask.REMAINING_LIFE, folder().resolve("cmapss/train_FD001.txt")));
    }

    private String with(String page, LearningTable table, String figures) {
        try {
            return GeneratedSection.replace(page, table.name(), figures);
        } catch (IllegalArgumentException missing) {
            throw new BadInputException(docs + ": " + missing.getMessage(), missing);
        }
    }

    private Path folder() {
        String named = System.getenv("MILLRACE_DATASETS");
        if (datasets == null && (named == null || named.isBlank())) {
            throw new ParameterException(spec.commandLine(), "--docs expects --datasets DIR, found none");
        }
        return datasets != null ? datasets : Path.of(named);
    }

    private static LearningTable read(SupervisedTask what, Path file) throws IOException {
        try {
            return what.read(file);
        } catch (UnreadableSeriesException | IllegalArgumentException e) {
            throw new BadInputException(e.getMessage(), e);
        }
    }

    private CrossvalResult run(LearningTable table) {
        CrossvalOptions options = options(steps == null ? SupervisedTask.steps(table) : steps);
        try {
            return Crossval.run(
                    table,
                    SupervisedTask.foldings(table),
                    options,
                    now -> terminal.note("crossval " + table.name() + ": " + now));
        } catch (IllegalArgumentException e) {
            throw new BadInputException(e.getMessage(), e);
        }
    }

    private CrossvalOptions options(int window) {
        check(
                precisionTarget == null || recallTarget == null,
                "expected --precision-target or --recall-target, found both");
        return usage(() -> new CrossvalOptions(
                families.stream()
                        .filter(name -> !name.strip().equals(NETWORK))
                        .map(this::family)
                        .toList(),
                TreeOptions.DEFAULT
                        .withTrees(trees)
                        .withLearningRate(learningRate)
                        .withDepth(depth)
                        .withSeed(seed),
                window,
                folds,
                !unweighted,
                target(),
                families.stream().anyMatch(name -> name.strip().equals(NETWORK))));
    }

    private ThresholdTarget target() {
        if (precisionTarget != null) {
            return new ThresholdTarget(ThresholdTarget.Kind.PRECISION, precisionTarget);
        }
        return recallTarget == null
                ? ThresholdTarget.HALF
                : new ThresholdTarget(ThresholdTarget.Kind.RECALL, recallTarget);
    }

    private TreeFamily family(String name) {
        TreeFamily named = Arrays.stream(TreeFamily.values())
                .filter(family -> family.optionName().equals(name.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name
                        + "' cannot be compared here: choose xgboost, lightgbm, catboost or attention-lstm"));
        if (named == TreeFamily.CATBOOST) {
            CatboostLibrary.require();
        }
        return named;
    }

    private SupervisedTask task(String name) {
        return Arrays.stream(SupervisedTask.values())
                .filter(each -> each.optionName().equals(name))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "'" + name + "' is no task: choose one of " + String.join(", ", SupervisedTask.optionNames())));
    }

    /** A value out of its range is a matter of the command line. */
    private <T> T usage(Supplier<T> make) {
        try {
            return make.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void check(boolean holds, String rule) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), rule);
        }
    }
}
