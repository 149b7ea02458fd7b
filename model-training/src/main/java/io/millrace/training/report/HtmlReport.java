package io.millrace.training.report;

import io.millrace.training.evaluate.GroupFigures;
import io.millrace.training.evaluate.ScoreTiming;
import io.millrace.training.evaluate.SeriesEvaluation;
import io.millrace.training.evaluate.SeriesFigures;
import io.millrace.training.evaluate.SuiteEvaluation;
import io.millrace.training.suite.Suite;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The page of a run: summary, comparison with published results, what went wrong, all series, where the figures come from. */
final class HtmlReport {

    private static final Set<String> NAIVE = Set.of("last-value", "moving-average");

    private final List<SuiteEvaluation> runs;
    private final Map<String, byte[]> pictures;
    private final SuiteEvaluation first;
    private final Suite suite;
    private final Map<String, String> headline;

    private HtmlReport(List<SuiteEvaluation> runs, Map<String, byte[]> pictures) {
        this.runs = runs;
        this.pictures = pictures;
        this.first = runs.get(0);
        this.suite = first.configuration().suite();
        this.headline = Headline.of(suite);
    }

    /** @param pictures of the run by file name */
    static String of(List<SuiteEvaluation> runs, Map<String, byte[]> pictures) {
        return new HtmlReport(runs, pictures).page().toString();
    }

    private HtmlPage page() {
        var page = new HtmlPage("Millrace on " + suite.optionName() + ": " + first.detector());
        summary(page);
        comparison(page);
        detectors(page);
        wrong(page);
        spread(page);
        series(page);
        limits(page);
        provenance(page);
        return page;
    }

    private void summary(HtmlPage page) {
        int events = first.series().stream()
                .mapToInt(one -> one.series().truth().size())
                .sum();
        int found = first.series().stream()
                .mapToInt(one -> one.matching().quality().truePositives())
                .sum();
        int falseAlarms = first.series().stream()
                .mapToInt(one -> one.matching().quality().falsePositives())
                .sum();
        page.lead(String.format(
                Locale.ROOT,
                "%d series with %d labelled anomalies were watched by %s. It raised an alarm in %d of the anomalies and %d false"
                        + " alarms. It learned from the training rows of each series alone, and no label chose its thresholds.",
                first.series().size(),
                events,
                first.detector(),
                found,
                falseAlarms));
        String main = headline.keySet().iterator().next();
        var cards = new ArrayList<String[]>();
        first.groups()
                .forEach((group, figures) -> cards.add(new String[] {
                    Headline.write(main, figures.figures().get(main)), headline.get(main) + ", " + group
                }));
        page.cards(cards);
        page.note(
                "Causal scores are known at the row itself and raise the alarms; delayed scores are known up to a window later"
                        + " and refine an event afterwards. VUS-PR, PR AUC and ROC AUC on this page are of "
                        + first.configuration().timing().label()
                        + " scores unless a column says otherwise. A star marks an oracle figure: the labels chose its threshold, so it"
                        + " says what the scores would allow, not what an operator gets.");
    }

    private void comparison(HtmlPage page) {
        List<Published> published = Published.of(suite);
        if (published.isEmpty()) {
            return;
        }
        page.heading("Beside published results");
        var byFigure = new LinkedHashMap<String, List<Published>>();
        for (Published one : published) {
            if (first.groups().containsKey(one.group())) {
                byFigure.computeIfAbsent(one.group() + "\n" + one.figure(), key -> new ArrayList<>())
                        .add(one);
            }
        }
        byFigure.forEach((key, others) -> {
            String group = others.get(0).group();
            String figure = others.get(0).figure();
            var bars = new ArrayList<HtmlPage.Bar>();
            double scale = figure.startsWith("nab") ? 100 : 1;
            for (SuiteEvaluation run : runs) {
                Double value = run.groups().get(group).figures().get(figure);
                if (value != null && run.seed() == first.seed()) {
                    boolean naive = NAIVE.contains(run.detector());
                    bars.add(new HtmlPage.Bar(
                            (naive ? "naive: " : "Millrace ") + run.detector(),
                            Headline.write(figure, value),
                            value / scale,
                            !naive));
                }
            }
            for (Published one : others) {
                bars.add(new HtmlPage.Bar(
                        one.system() + ", " + one.scope(),
                        Headline.write(figure, one.value()),
                        one.value() / scale,
                        false));
            }
            boolean less = figure.endsWith("Rate");
            bars.sort(Comparator.comparingDouble(bar -> less ? bar.length() : -bar.length()));
            page.bars(group + ": " + headline.getOrDefault(figure, figure) + (less ? " (less is better)" : ""), bars);
        });
        published.stream().map(Published::source).distinct().forEach(source -> page.note("Source: " + source + "."));
        page.note(
                "Published systems differ in more than the algorithm: many use all columns, where Millrace leaves switches out"
                        + " by sensor role, and figures on a whole set are not figures on the series at hand.");
    }

    private void detectors(HtmlPage page) {
        page.heading("All detectors of this run");
        var header = new ArrayList<>(List.of("detector", "data set", "series"));
        header.addAll(headline.values());
        var rows = new ArrayList<List<String>>();
        for (SuiteEvaluation run : runs) {
            run.groups().forEach((group, figures) -> rows.add(row(run, group, figures)));
        }
        page.table(header, 2, rows, row -> row.get(0).equals(first.detector()));
        page.note("last-value and moving-average are naive: a detector that does not beat them has learned nothing.");
        pictures.forEach((name, png) -> {
            if (name.startsWith("training")) {
                page.picture(png, "How the networks learnt, over all series of the run");
            }
        });
        List<String> histograms = pictures.keySet().stream()
                .filter(name -> name.startsWith("histogram"))
                .toList();
        page.pictures(
                histograms.stream().map(pictures::get).toList(),
                histograms.stream()
                        .map(name -> "Rows, label-free threshold: " + name.replaceAll("histogram_|\\.png", ""))
                        .toList());
    }

    private List<String> row(SuiteEvaluation run, String group, GroupFigures figures) {
        var cells = new ArrayList<String>();
        cells.add(run.detector() + (run.seed() == first.seed() ? "" : ", seed " + run.seed()));
        cells.add(group);
        cells.add(Integer.toString(figures.series()));
        for (String name : headline.keySet()) {
            Double value = figures.figures().get(name);
            cells.add(Headline.write(
                    name, value != null ? value : figures.oracle().get(name)));
        }
        return cells;
    }

    private void wrong(HtmlPage page) {
        page.heading("Worst misses");
        List<Extremes.Miss> misses = Extremes.misses(first);
        page.paragraph(
                misses.isEmpty()
                        ? "No labelled anomaly was missed."
                        : "Missed anomalies whose scores stayed farthest below the threshold, one a series.");
        for (Extremes.Miss miss : misses) {
            page.picture(
                    miss.picture(miss.series().series().name() + ": missed, rows "
                            + miss.rows().start() + " to " + miss.rows().end()),
                    String.format(Locale.ROOT, "The score reached %.2f of the threshold.", miss.peakRatio()));
        }
        page.heading("Worst false alarms");
        List<Extremes.Miss> alarms = Extremes.falseAlarms(first);
        page.paragraph(
                alarms.isEmpty()
                        ? "There was no false alarm."
                        : "Alarms that overlap no labelled anomaly, the highest scores first, one a series.");
        for (Extremes.Miss alarm : alarms) {
            page.picture(
                    alarm.picture(alarm.series().series().name() + ": false alarm, rows "
                            + alarm.rows().start() + " to " + alarm.rows().end()),
                    String.format(Locale.ROOT, "The score reached %.1f times the threshold.", alarm.peakRatio()));
        }
    }

    private void spread(HtmlPage page) {
        List<SuiteEvaluation> own = runs.stream()
                .filter(run -> run.detector().equals(first.detector()))
                .toList();
        if (own.size() > 1) {
            String main = headline.keySet().iterator().next();
            var rows = new ArrayList<List<String>>();
            for (String group : first.groups().keySet()) {
                var cells = new ArrayList<>(List.of(group));
                own.forEach(run -> cells.add(
                        Headline.write(main, run.groups().get(group).figures().get(main))));
                rows.add(cells);
            }
            var header = new ArrayList<>(List.of("data set"));
            own.forEach(run -> header.add("seed " + run.seed()));
            page.heading("Spread over seeds: " + headline.get(main));
            page.table(header, 1, rows, row -> false);
        }
    }

    private void series(HtmlPage page) {
        page.heading("Every series");
        ScoreTiming timing = first.configuration().timing();
        List<String> names = List.of("tp", "fp", "fn", "f1", "vusPrCausal", "vusPrDelayed", "aucRoc", "aucPr");
        var header = new ArrayList<>(List.of("series", "data set", "rows"));
        header.addAll(List.of(
                "found", "false", "missed", "F1", "VUS-PR causal", "VUS-PR delayed", "ROC AUC", "PR AUC", "best F1*"));
        var rows = new ArrayList<List<String>>();
        for (SeriesEvaluation one : first.series()) {
            Map<String, Double> figures = SeriesFigures.of(one, timing);
            var cells = new ArrayList<>(List.of(
                    one.series().name(),
                    one.series().group(),
                    Integer.toString(one.series().scored().length())));
            names.forEach(name -> cells.add(Headline.write(name, figures.get(name))));
            cells.add(Headline.write("bestF1", SeriesFigures.oracle(one, timing).get("bestF1")));
            rows.add(cells);
        }
        page.table(header, 2, rows, row -> false);
    }

    private void limits(HtmlPage page) {
        page.heading("What these figures do not show");
        page.paragraph(
                "The settings of a suite were chosen while looking at the development series of the public benchmarks:"
                        + " expect somewhat less on series that nobody has looked at. An event counts as found when an alarm touches it,"
                        + " however late or long; the detection delay and the row-wise figures say more. Labels of the benchmarks are"
                        + " themselves disputed: some true anomalies are unlabelled and count as false alarms here. Each series has its own"
                        + " model; a single model for a whole fleet is another question.");
    }

    private void provenance(HtmlPage page) {
        page.heading("Where the figures come from");
        var rows = new ArrayList<List<String>>();
        RunProvenance.of(runs).forEach((name, value) -> rows.add(List.of(name, value)));
        rows.add(List.of("seconds", String.format(Locale.ROOT, "%.0f", first.seconds())));
        page.table(List.of("", ""), 2, rows, row -> false);
    }
}
