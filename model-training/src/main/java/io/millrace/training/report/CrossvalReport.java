package io.millrace.training.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.millrace.detection.file.WholeFile;
import io.millrace.detection.score.EstimatingDetector;
import io.millrace.detection.tree.TreeFamily;
import io.millrace.training.crossval.CrossvalOptions;
import io.millrace.training.crossval.CrossvalResult;
import io.millrace.training.crossval.CrossvalResult.Division;
import io.millrace.training.crossval.CrossvalResult.FoldResult;
import io.millrace.training.crossval.CrossvalResult.Judged;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What cross-validation found, as an HTML page, as JSON and as a section of the page on supervised tasks. */
public final class CrossvalReport {

    private static final ObjectWriter JSON = new ObjectMapper().writerWithDefaultPrettyPrinter();

    private final CrossvalResult result;

    public CrossvalReport(CrossvalResult result) {
        this.result = result;
    }

    /** Writes {@code report.html} and {@code metrics.json}. */
    public void write(Path folder) throws IOException {
        WholeFile.write(folder.resolve("metrics.json"), JSON.writeValueAsBytes(json()));
        WholeFile.write(folder.resolve("report.html"), html());
    }

    /** Everything that was measured, with provenance. */
    public Map<String, Object> json() {
        var all = new LinkedHashMap<String, Object>();
        all.put("task", result.table().name());
        all.put("rows", result.table().rows());
        all.put("classes", classes());
        all.put("features", result.features());
        all.put("remarks", result.table().remarks());
        var divisions = new ArrayList<Map<String, Object>>();
        for (Division division : result.divisions()) {
            var one = new LinkedHashMap<String, Object>();
            one.put("folding", division.folding());
            one.put("proves", division.proves());
            one.put("learners", division.learners().stream().map(this::json).toList());
            divisions.add(one);
        }
        all.put("divisions", divisions);
        all.put("provenance", provenance());
        return all;
    }

    private Map<String, Object> json(Judged judged) {
        var one = new LinkedHashMap<String, Object>();
        one.put("learner", judged.learner());
        one.put("baseline", judged.baseline());
        one.put("mean", judged.means());
        var deviations = new LinkedHashMap<String, Double>();
        judged.means().keySet().forEach(name -> deviations.put(name, judged.deviation(name)));
        one.put("deviation", deviations);
        one.put("confusion", judged.confusion());
        var folds = new ArrayList<Map<String, Object>>();
        for (FoldResult fold : judged.folds()) {
            var each = new LinkedHashMap<String, Object>();
            each.put("fold", fold.fold());
            each.put("trainRows", fold.trainRows());
            each.put("testRows", fold.testRows());
            each.put("figures", fold.figures());
            if (!Double.isNaN(fold.threshold())) {
                each.put("threshold", fold.threshold());
            }
            each.put("confusion", fold.confusion());
            folds.add(each);
        }
        one.put("folds", folds);
        return one;
    }

    private Map<String, Long> classes() {
        var classes = new LinkedHashMap<String, Long>();
        if (!result.table().isRegression()) {
            for (int k = 0; k < result.table().classes().size(); k++) {
                int label = k;
                classes.put(
                        result.table().classes().get(k),
                        Arrays.stream(result.table().labels())
                                .filter(value -> value == label)
                                .count());
            }
        }
        return classes;
    }

    private Map<String, String> provenance() {
        var all = new LinkedHashMap<String, String>();
        all.put("date", RunProvenance.today());
        all.put("commit", RunProvenance.commit());
        all.put("trees", result.options().trees().toString());
        all.put("window", result.options().steps() + " rows");
        all.put("class weights", result.options().balanced() ? "balanced" : "none");
        all.put("threshold", result.options().target().toString());
        all.put("jdk", System.getProperty("java.vendor") + " " + Runtime.version());
        all.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return all;
    }

    private String html() {
        var page = new HtmlPage("Cross-validation of " + result.table().name());
        Division last = result.divisions().get(result.divisions().size() - 1);
        page.lead(lead());
        String main = main();
        page.cards(last.learners().stream()
                .map(judged -> new String[] {
                    write(judged.means().get(main)), main + ", " + judged.learner() + ", " + last.folding()
                })
                .toList());
        for (Division division : result.divisions()) {
            page.heading("Division: " + division.folding());
            page.paragraph("This " + division.proves());
            page.table(header(), 1, rows(division), row -> isTrees(division, row.get(0)));
            page.note(
                    "Mean over the folds ± standard deviation. Trees are highlighted; the others are there to be beaten.");
            page.table(foldHeader(), 2, foldRows(division), row -> isTrees(division, row.get(0)));
            if (!result.table().isRegression()) {
                for (Judged judged : division.learners()) {
                    if (!judged.baseline()) {
                        page.paragraph("Confusion of " + judged.learner()
                                + ", all folds: rows are what was, columns what was said.");
                        page.table(confusionHeader(), 1, confusionRows(judged), row -> false);
                    }
                }
            }
        }
        page.heading("What to know of the data");
        result.table().remarks().forEach(page::paragraph);
        page.heading("Where the figures come from");
        page.table(
                List.of("what", "value"),
                2,
                provenance().entrySet().stream()
                        .map(entry -> List.of(entry.getKey(), entry.getValue()))
                        .toList(),
                row -> false);
        return page.toString();
    }

    private String lead() {
        return result.table().rows() + " rows, " + result.features() + " engineered features a row"
                + (result.table().isRegression() ? "." : ", classes " + classes() + ".");
    }

    private boolean isTrees(Division division, String learner) {
        return division.learners().stream().anyMatch(judged -> judged.learner().equals(learner) && !judged.baseline());
    }

    private String main() {
        return result.table().isRegression() ? "MAE" : "macro F1";
    }

    private List<String> names() {
        return List.copyOf(result.divisions().get(0).learners().get(0).means().keySet());
    }

    private List<String> header() {
        var header = new ArrayList<>(List.of("learner"));
        header.addAll(names());
        return header;
    }

    private List<List<String>> rows(Division division) {
        var rows = new ArrayList<List<String>>();
        for (Judged judged : division.learners()) {
            var row = new ArrayList<>(List.of(judged.learner()));
            names().forEach(name -> row.add(write(judged.means().get(name))
                    + (judged.folds().size() == 1 ? "" : " ± " + write(judged.deviation(name)))));
            rows.add(row);
        }
        return rows;
    }

    private List<String> foldHeader() {
        var header = new ArrayList<>(List.of("learner", "fold", "learned from", "judged by"));
        header.addAll(names());
        return header;
    }

    private List<List<String>> foldRows(Division division) {
        var rows = new ArrayList<List<String>>();
        for (Judged judged : division.learners()) {
            for (FoldResult fold : judged.folds()) {
                var row = new ArrayList<>(List.of(
                        judged.learner(),
                        fold.fold(),
                        Integer.toString(fold.trainRows()),
                        Integer.toString(fold.testRows())));
                names().forEach(name -> row.add(write(fold.figures().get(name))));
                rows.add(row);
            }
        }
        return rows;
    }

    private List<String> confusionHeader() {
        var header = new ArrayList<>(List.of("was"));
        header.addAll(result.table().classes());
        return header;
    }

    private List<List<String>> confusionRows(Judged judged) {
        var rows = new ArrayList<List<String>>();
        long[][] confusion = judged.confusion();
        for (int k = 0; k < confusion.length; k++) {
            var row = new ArrayList<>(List.of(result.table().classes().get(k)));
            for (long count : confusion[k]) {
                row.add(Long.toString(count));
            }
            rows.add(row);
        }
        return rows;
    }

    /** Table of one division for a terminal: a header, then a row per learner. */
    public List<List<String>> table(Division division) {
        var table = new ArrayList<List<String>>();
        table.add(header());
        table.addAll(rows(division));
        return table;
    }

    /** The section of the documentation, named as the table is. */
    public String markdown() {
        CrossvalOptions options = result.options();
        var text = new StringBuilder("\n## " + result.table().name() + "\n\n" + lead() + " Window "
                + options.steps() + (options.steps() == 1 ? " row" : " rows") + ", class weights "
                + (result.table().isRegression() || !options.balanced() ? "none" : "balanced") + ".\n\nMeasured on "
                + RunProvenance.today() + " at commit " + RunProvenance.commit() + " with `--folds " + options.parts()
                + " --detector " + detectors() + "`, " + options.trees().trees() + " trees, learning rate "
                + options.trees().learningRate() + ", depth " + options.trees().depth() + ", seed "
                + options.trees().seed() + ".\n");
        for (Division division : result.divisions()) {
            text.append("\n**")
                    .append(division.folding())
                    .append("**, ")
                    .append(folds(division))
                    .append(": ")
                    .append(division.proves())
                    .append("\n\n");
            row(text, header());
            text.append("| --- |").append(" ---: |".repeat(names().size())).append('\n');
            rows(division).forEach(row -> row(text, row));
            text.append(unlearnt(division));
        }
        published(text);
        text.append('\n');
        result.table()
                .remarks()
                .forEach(remark -> text.append("- ").append(remark).append('\n'));
        return text.toString();
    }

    private String detectors() {
        String trees =
                result.options().families().stream().map(TreeFamily::optionName).collect(Collectors.joining(","));
        return result.options().network() ? trees + "," + EstimatingDetector.ATTENTION : trees;
    }

    private static String folds(Division division) {
        int folds = division.learners().get(0).folds().size();
        return folds + (folds == 1 ? " fold" : " folds");
    }

    /** Says it where no learner beats the constant answer by more than the folds differ: such a table shows nothing else. */
    private String unlearnt(Division division) {
        Judged constant = division.learners().get(division.learners().size() - 1);
        String main = main();
        boolean smaller = result.table().isRegression();
        boolean any = division.learners().stream()
                .filter(judged -> judged != constant)
                .anyMatch(judged -> {
                    double gain = judged.means().get(main) - constant.means().get(main);
                    return (smaller ? -gain : gain) > judged.deviation(main) + constant.deviation(main);
                });
        return any
                ? ""
                : "\nNo learner beats the constant answer in " + main
                        + " by more than the folds differ: these labels do not follow from these columns.\n";
    }

    private void published(StringBuilder text) {
        List<PublishedLife> all = PublishedLife.of(result.table().name());
        if (all.isEmpty()) {
            return;
        }
        text.append("\nPublished for the same test engines:\n\n");
        row(text, List.of("system", "RMSE", "source"));
        text.append("| --- | ---: | --- |\n");
        all.forEach(one ->
                row(text, List.of(one.system(), String.format(Locale.ROOT, "%.2f", one.rmse()), one.source())));
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String write(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.3f" : "%.1f", value);
    }
}
