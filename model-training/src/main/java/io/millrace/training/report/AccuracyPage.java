package io.millrace.training.report;

import io.millrace.training.evaluate.GroupFigures;
import io.millrace.training.evaluate.SuiteEvaluation;
import io.millrace.training.suite.Suite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The accuracy page of the documentation, in Markdown. Every figure of ours comes from the runs it is given. */
public final class AccuracyPage {

    private final StringBuilder sections = new StringBuilder();
    private final List<String> absent = new ArrayList<>();
    private final long seeds;

    /** @param seeds how many every detector with randomness in it was measured with */
    public AccuracyPage(long seeds) {
        this.seeds = seeds;
    }

    /** A suite whose data are not at hand; the page says so. */
    public void absent(Suite suite) {
        absent.add(suite.optionName());
    }

    /** @param runs detectors and seeds of one suite, the preferred detector first */
    public void add(List<SuiteEvaluation> runs) {
        SuiteEvaluation first = runs.get(0);
        Suite suite = first.configuration().suite();
        sections.append("\n## ").append(suite.optionName()).append("\n\n");
        sections.append("Preferred detector: `").append(first.detector()).append("`. ");
        sections.append("Areas under curves are of ")
                .append(first.configuration().timing().label())
                .append(" scores, alarms of causal ones. ");
        sections.append(first.series().size()).append(" series, each fitted on its own training rows.\n\n");
        Map<String, String> labelFree = new LinkedHashMap<>();
        Map<String, String> oracle = new LinkedHashMap<>();
        Headline.of(suite).forEach((name, heading) -> (heading.endsWith("*") ? oracle : labelFree).put(name, heading));
        table(runs, labelFree, false);
        published(suite, first);
        sections.append("\nOracle figures: the labels chose the threshold.\n\n");
        table(runs, oracle, true);
        medians(runs);
        sections.append("\nThresholds: ")
                .append(detectors(runs).keySet().stream()
                        .map(name -> "`" + name + "` "
                                + first.configuration()
                                        .detector(name)
                                        .rule()
                                        .threshold()
                                        .describe())
                        .collect(Collectors.joining("; ")))
                .append(".\n");
    }

    private static Map<String, List<SuiteEvaluation>> detectors(List<SuiteEvaluation> runs) {
        return runs.stream()
                .collect(Collectors.groupingBy(SuiteEvaluation::detector, LinkedHashMap::new, Collectors.toList()));
    }

    private void table(List<SuiteEvaluation> runs, Map<String, String> columns, boolean oracle) {
        var header = new ArrayList<>(List.of("detector", "data set", "series"));
        header.addAll(columns.values());
        header(header, 2);
        detectors(runs)
                .forEach((detector, own) -> own.get(0).groups().keySet().forEach(group -> {
                    var cells = new ArrayList<>(List.of(detector, group));
                    cells.add(Integer.toString(own.get(0).groups().get(group).series()));
                    columns.keySet().forEach(name -> cells.add(cell(own, group, name, oracle)));
                    row(cells);
                }));
    }

    /** The first seed's figure, and the range over the seeds where they differ. */
    private static String cell(List<SuiteEvaluation> seeds, String group, String name, boolean oracle) {
        List<Double> values = seeds.stream()
                .map(run -> run.groups().get(group))
                .map(figures -> of(figures, oracle).get(name))
                .filter(value -> value != null)
                .toList();
        if (values.isEmpty()) {
            return "–";
        }
        String first = Headline.write(name, values.get(0));
        String low = Headline.write(name, values.stream().min(Double::compare).orElseThrow());
        String high = Headline.write(name, values.stream().max(Double::compare).orElseThrow());
        return low.equals(high) ? first : first + " (" + low + " … " + high + ")";
    }

    private static Map<String, Double> of(GroupFigures figures, boolean oracle) {
        return oracle ? figures.oracle() : figures.figures();
    }

    private void published(Suite suite, SuiteEvaluation first) {
        List<Published> published = Published.of(suite).stream()
                .filter(one -> first.groups().containsKey(one.group()))
                .toList();
        if (published.isEmpty()) {
            return;
        }
        sections.append("\nPublished:\n\n");
        header(List.of("system", "data set", "on", "figure", "value"), 4);
        for (Published one : published) {
            row(List.of(
                    one.system(),
                    one.group(),
                    one.scope(),
                    Headline.of(suite).getOrDefault(one.figure(), one.figure()),
                    Headline.write(one.figure(), one.value())));
        }
        sections.append('\n');
        published.stream()
                .map(Published::source)
                .distinct()
                .forEach(source -> sections.append("- ").append(source).append('\n'));
    }

    private void medians(List<SuiteEvaluation> runs) {
        sections.append("\nMedians over the series, without labels in any choice:\n\n");
        header(List.of("detector", "F1", "ROC AUC causal", "delayed", "PR AUC causal", "delayed"), 1);
        detectors(runs).forEach((detector, own) -> {
            Map<String, Double> medians = own.get(0).medians();
            var cells = new ArrayList<>(List.of(detector));
            for (String name : List.of("f1", "aucRocCausal", "aucRocDelayed", "aucPrCausal", "aucPrDelayed")) {
                cells.add(Headline.write(name, medians.get(name)));
            }
            row(cells);
        });
    }

    private void header(List<String> cells, int words) {
        row(cells);
        var line = new ArrayList<String>();
        for (int c = 0; c < cells.size(); c++) {
            line.add(c < words ? "---" : "---:");
        }
        row(line);
    }

    private void row(List<String> cells) {
        sections.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /** The whole page. */
    public String markdown() {
        return """
                # Accuracy

                Written by `./millrace evaluate --docs docs/accuracy.md --seeds %d`; no figure is typed by hand, and the published ones stand
                with their sources in one resource file. Date %s, commit %s, seeds 1 to %d; where a detector depends on the seed, the
                range over the seeds stands behind the first seed's figure.

                How to read it:

                - Detectors are fitted on the training rows of each series alone. Thresholds are found on held-back training rows, without
                  labels. One setting serves all series of a suite.
                - *Causal* scores are known at the row itself and raise the alarms. *Delayed* scores are known up to a window later: the mean
                  over all windows that contain the row. They refine an event afterwards and are never mixed with causal ones.
                - Event figures count overlaps: an event is found when an alarm touches it, an alarm that touches none is false.
                - NAB counts an event's opening as one detection; its label-free figure uses the threshold that calibration gave, the oracle's
                  figure is optimised on the labels as the benchmark's published ones are.
                - `last-value` and `moving-average` are naive: a detector that does not beat them has learned nothing.
                - Point-adjusted F1 is in the run folders for comparison with literature and never a headline.
                %s%s
                ## What the numbers do not show

                The settings were chosen while looking at these series: expect less on series that nobody has looked at. Much of the lead on
                SMAP and MSL over published figures comes from leaving the command columns out by sensor role, not from the algorithm; a fault
                that shows only in a switch would be missed by default, which is why roles can be set by hand. An event that is touched late
                counts as found: look at the delay in the run folder. Labels of public benchmarks are disputed, and true anomalies without a
                label count as false alarms here. Figures on a whole set are not figures on the series at hand, so the comparison with
                leaderboards is a direction, not a rank. Every series has a model of its own; a model for a whole fleet is another measurement.
                """.formatted(
                seeds,
                RunProvenance.today(),
                RunProvenance.commit(),
                seeds,
                absent.isEmpty() ? "" : "- Not measured, data not at hand: " + String.join(", ", absent) + ".\n",
                sections);
    }
}
