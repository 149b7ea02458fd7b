package io.millrace.cli;

import io.millrace.cli.terminal.Progress;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.Text;
import io.millrace.cli.terminal.TextTable;
import io.millrace.detection.file.WholeFile;
import io.millrace.training.recipe.KindCost;
import io.millrace.training.recipe.KindOption;
import io.millrace.training.recipe.KnownKind;
import io.millrace.training.recipe.KnownKinds;
import io.millrace.training.report.GeneratedSection;
import io.millrace.training.report.RunProvenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the kinds of detector. */
@Command(
        name = "detectors",
        mixinStandardHelpOptions = true,
        header = "Lists the kinds of detector that train can make and the job can serve.",
        description =
                "Each with its task, whether it needs labels and what scoring a window costs, as it was measured for docs/detectors.md; of one kind also what can be set (train --set); with --measure what it costs here.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:listed",
            "1:the page cannot be written",
            "2:usage",
            "3:no kind has the name given, or the page cannot be used"
        })
final class DetectorsCommand implements Callable<Integer> {

    private static final List<String> HEADER = List.of(
            "kind",
            "task",
            "labels",
            "steps",
            PublishedCosts.MICROS,
            "model bytes",
            "rows per machine, bytes",
            "memory per machine, bytes");

    private final Terminal terminal;

    @Parameters(paramLabel = "KIND", arity = "0..1", description = "One kind, with its options. Default: all kinds.")
    private String only;

    @Option(
            names = "--measure",
            description =
                    "Train each kind on simulated rows, here and now, and tell what scoring a window costs on one thread and"
                            + " what a model and a machine take. Some minutes for all kinds.")
    private boolean measure;

    @Option(
            names = "--docs",
            paramLabel = "FILE.md",
            description = "With --measure: write the table into the page's section 'cost'.")
    private Path docs;

    @Option(names = "--json", description = "Print them as one JSON object.")
    private boolean json;

    DetectorsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        List<KnownKind> kinds =
                only != null ? List.of(named(only)) : measure ? KnownKinds.trainable() : KnownKinds.all();
        if (docs != null && !measure) {
            throw new BadInputException("--docs expects --measure, whose figures it writes");
        }
        if (measure) {
            return measured(kinds);
        }
        PublishedCosts costs = PublishedCosts.read();
        if (json) {
            terminal.line(Json.line(Map.of(
                    "costMeasured",
                    costs.measured(),
                    "detectors",
                    kinds.stream().map(kind -> fields(kind, costs)).toList())));
            return ExitCode.OK;
        }
        TextTable table = new TextTable(5, "kind", "task", "labels", PublishedCosts.MICROS, "score");
        for (KnownKind kind : kinds) {
            table.row(
                    kind.name(),
                    task(kind),
                    kind.needsLabels() ? "needed" : "no",
                    micros(costs.microsPerWindow().get(kind.name())),
                    kind.summary());
        }
        table.lines().forEach(terminal::line);
        terminal.line(costs.measured());
        if (only != null) {
            terminal.line();
            TextTable options = new TextTable(3, "option", "default", "what it does");
            kinds.get(0).options().forEach(o -> options.row(o.name(), o.standard(), o.description()));
            options.lines().forEach(terminal::line);
        }
        return ExitCode.OK;
    }

    private int measured(List<KnownKind> kinds) throws IOException {
        String page = docs == null ? "" : Files.readString(InputFiles.readable(docs));
        if (docs != null) {
            requireSection(page);
        }
        List<KindCost> costs = new ArrayList<>();
        try (Progress progress = Progress.start(terminal, "kinds", kinds.size())) {
            for (KnownKind kind : kinds) {
                progress.saying(kind.name());
                costs.add(KindCost.measure(kind));
                progress.at(costs.size());
            }
        }
        if (json) {
            terminal.line(Json.line(Map.of(
                    "detectors", costs.stream().map(DetectorsCommand::fields).toList())));
        } else {
            TextTable table = new TextTable(3, HEADER.toArray(String[]::new));
            costs.forEach(cost -> table.row(cells(cost).toArray()));
            table.lines().forEach(terminal::line);
            terminal.line("One thread, " + KindCost.SENSORS
                    + " simulated sensors, standard options; bytes as a checkpoint holds them.");
        }
        if (docs != null) {
            String text = "\nMeasured on " + RunProvenance.today() + " at commit " + RunProvenance.commit() + ", "
                    + System.getProperty("os.arch") + ", one thread, " + KindCost.SENSORS
                    + " sensors, standard options.\n\n"
                    + GeneratedSection.table(
                            3,
                            HEADER,
                            costs.stream().map(DetectorsCommand::cells).toList()) + "\n";
            WholeFile.write(docs, GeneratedSection.replace(page, PublishedCosts.SECTION, text));
            terminal.line("Wrote " + docs + ".");
        }
        return ExitCode.OK;
    }

    /** A page without the section is refused before anything is measured. */
    private void requireSection(String page) {
        try {
            GeneratedSection.replace(page, PublishedCosts.SECTION, "");
        } catch (IllegalArgumentException missing) {
            throw new BadInputException(docs + ": " + missing.getMessage(), missing);
        }
    }

    private static List<String> cells(KindCost cost) {
        return List.of(
                cost.kind().name(),
                task(cost.kind()),
                cost.kind().needsLabels() ? "needed" : "no",
                Integer.toString(cost.steps()),
                micros(cost.microsPerWindow()),
                Text.count(cost.artefactBytes()),
                Text.count(cost.rowsBytes()),
                Text.count(cost.memoryBytes()));
    }

    private static Map<String, Object> fields(KindCost cost) {
        Map<String, Object> fields = fields(cost.kind());
        fields.put("steps", cost.steps());
        fields.put("microsPerWindow", cost.microsPerWindow());
        fields.put("artefactBytes", cost.artefactBytes());
        fields.put("rowsBytesPerMachine", cost.rowsBytes());
        fields.put("memoryBytesPerMachine", cost.memoryBytes());
        fields.put("trainingSeconds", cost.trainingSeconds());
        return fields;
    }

    private static KnownKind named(String name) {
        try {
            return KnownKinds.of(name);
        } catch (IllegalArgumentException unknown) {
            throw new BadInputException(unknown.getMessage(), unknown);
        }
    }

    private static String task(KnownKind kind) {
        return kind.task().name().toLowerCase(Locale.ROOT);
    }

    private static String micros(Double micros) {
        return micros == null ? "–" : String.format(Locale.ROOT, "%.3g", micros);
    }

    private static Map<String, Object> fields(KnownKind kind, PublishedCosts costs) {
        Map<String, Object> fields = fields(kind);
        fields.put("microsPerWindow", costs.microsPerWindow().get(kind.name()));
        return fields;
    }

    private static Map<String, Object> fields(KnownKind kind) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", kind.name());
        fields.put("task", task(kind));
        fields.put("needsLabels", kind.needsLabels());
        fields.put("score", kind.summary());
        List<Map<String, String>> options = new ArrayList<>();
        for (KindOption option : kind.options()) {
            Map<String, String> one = new LinkedHashMap<>();
            one.put("name", option.name());
            one.put("default", option.standard());
            one.put("description", option.description());
            options.add(one);
        }
        fields.put("options", options);
        return fields;
    }
}
