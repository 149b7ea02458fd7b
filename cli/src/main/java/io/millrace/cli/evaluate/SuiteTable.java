package io.millrace.cli.evaluate;

import io.millrace.cli.terminal.Style;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.TextTable;
import io.millrace.training.evaluate.GroupFigures;
import io.millrace.training.evaluate.ScoreTiming;
import io.millrace.training.evaluate.Spread;
import io.millrace.training.evaluate.SuiteEvaluation;
import io.millrace.training.report.GeneratedSection;
import io.millrace.training.report.Headline;
import io.millrace.training.report.RunProvenance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results of a run for the terminal and for programs. */
final class SuiteTable {

    private SuiteTable() {}

    /** One row per detector and data set, the columns that the suite's protocol asks for. */
    static void print(Terminal terminal, List<SuiteEvaluation> runs) {
        SuiteEvaluation first = runs.get(0);
        Map<String, String> columns = Headline.of(first.configuration().suite());
        var header = new ArrayList<String>(List.of("detector", "data set", "series"));
        header.addAll(columns.values());
        var table = new TextTable(2, header.toArray(String[]::new));
        for (SuiteEvaluation run : runs) {
            run.groups().forEach((group, figures) -> table.row(row(run, group, figures, columns)));
        }
        table.lines().forEach(terminal::line);
        terminal.line();
        terminal.line("Medians over the series, " + first.detector() + ": F1 "
                + Headline.write("f1", first.medians().get("f1"))
                + ", ROC AUC " + Headline.write("aucRoc", first.medians().get("aucRoc")) + ", PR AUC "
                + Headline.write("aucPr", first.medians().get("aucPr"))
                + " (" + first.configuration().timing().label() + " scores); threshold "
                + threshold(first) + ".");
        terminal.line(terminal.styled(
                Style.FAINT,
                "Label-free thresholds, causal alarms. VUS and AUC by "
                        + first.configuration().timing().label()
                        + " scores" + (first.configuration().timing() == ScoreTiming.DELAYED ? ", causal beside" : "")
                        + "; * the labels chose the threshold."));
    }

    /** The same table for a page, with the rule of each threshold. */
    static String markdown(List<SuiteEvaluation> runs) {
        Map<String, String> columns = Headline.of(runs.get(0).configuration().suite());
        var header = new ArrayList<String>(List.of("detector", "threshold", "data set", "series"));
        header.addAll(columns.values());
        var rows = new ArrayList<List<String>>();
        for (SuiteEvaluation run : runs) {
            run.groups().forEach((group, figures) -> {
                var cells = new ArrayList<>(Arrays.stream(row(run, group, figures, columns))
                        .map(String::valueOf)
                        .toList());
                cells.add(1, threshold(run));
                rows.add(cells);
            });
        }
        return "\nDate " + RunProvenance.today() + ", commit " + RunProvenance.commit() + ", areas by "
                + runs.get(0).configuration().timing().label() + " scores, * the labels chose the threshold.\n\n"
                + GeneratedSection.table(3, header, rows) + "\n";
    }

    private static String threshold(SuiteEvaluation run) {
        return run.configuration().detector(run.detector()).rule().threshold().describe();
    }

    private static Object[] row(SuiteEvaluation run, String group, GroupFigures figures, Map<String, String> columns) {
        var cells = new ArrayList<Object>();
        cells.add(run.detector() + (run.seed() == 1 ? "" : " seed " + run.seed()));
        cells.add(group);
        cells.add(figures.series());
        for (String name : columns.keySet()) {
            Double value = figures.figures().get(name);
            cells.add(Headline.write(
                    name, value != null ? value : figures.oracle().get(name)));
        }
        return cells.toArray();
    }

    /** The first detector's first seed, its spread over the seeds, and the other detectors' groups beside it. */
    static Map<String, Object> json(List<SuiteEvaluation> runs) {
        SuiteEvaluation first = runs.get(0);
        Map<String, Object> json = first.json();
        List<SuiteEvaluation> own = runs.stream()
                .filter(run -> run.detector().equals(first.detector()))
                .toList();
        if (own.size() > 1) {
            json.put("spread", Spread.of(own));
        }
        var others = new LinkedHashMap<String, Object>();
        for (SuiteEvaluation run : runs) {
            if (!run.detector().equals(first.detector())) {
                others.putIfAbsent(run.detector(), run.json().get("groups"));
            }
        }
        json.put("others", others);
        return json;
    }
}
