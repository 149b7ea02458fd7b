package io.millrace.cli;

import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.TextTable;
import io.millrace.training.recipe.KindOption;
import io.millrace.training.recipe.KnownKind;
import io.millrace.training.recipe.KnownKinds;
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
        description = "Each with its task and whether it needs labels; of one kind also what can be set (train --set).",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:listed", "2:usage", "3:no kind has the name given"})
final class DetectorsCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "KIND", arity = "0..1", description = "One kind, with its options. Default: all kinds.")
    private String only;

    @Option(names = "--json", description = "Print them as one JSON object.")
    private boolean json;

    DetectorsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<KnownKind> kinds = only == null ? KnownKinds.all() : List.of(named(only));
        if (json) {
            terminal.line(Json.line(Map.of(
                    "detectors", kinds.stream().map(DetectorsCommand::fields).toList())));
            return ExitCode.OK;
        }
        TextTable table = new TextTable(4, "kind", "task", "labels", "score");
        for (KnownKind kind : kinds) {
            table.row(kind.name(), task(kind), kind.needsLabels() ? "needed" : "no", kind.summary());
        }
        table.lines().forEach(terminal::line);
        if (only != null) {
            terminal.line();
            TextTable options = new TextTable(3, "option", "default", "what it does");
            kinds.get(0).options().forEach(o -> options.row(o.name(), o.standard(), o.description()));
            options.lines().forEach(terminal::line);
        }
        return ExitCode.OK;
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
