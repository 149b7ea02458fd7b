package io.millrace.training.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.millrace.detection.file.WholeFile;
import io.millrace.detection.quality.OperatingCurve;
import io.millrace.detection.series.SeriesScores;
import io.millrace.training.evaluate.DetectedEvent;
import io.millrace.training.evaluate.ScoreTiming;
import io.millrace.training.evaluate.SeriesEvaluation;
import io.millrace.training.evaluate.SeriesFigures;
import io.millrace.training.evaluate.Spread;
import io.millrace.training.evaluate.SuiteEvaluation;
import io.millrace.training.network.TrainingCurve;
import io.millrace.training.plot.CurvePlot;
import io.millrace.training.plot.HistogramPlot;
import io.millrace.training.plot.LossPlot;
import io.millrace.training.plot.ScorePlot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder of a run.
 *
 * <pre>
 *   report.html                 one page, pictures inside
 *   metrics.json                every figure of every detector, with provenance
 *   batch_summary.csv           one row per detector, seed and series
 *   ALL_EVENTS.csv              alarms of the first detector
 *   TOP10_by_F1.csv, BOTTOM10_by_F1.csv
 *   histogram_{f1,precision,recall}.png, training_loss.png
 *   series/NAME/                metrics.json, windows.csv, scores.png, pr_curve.png, roc_curve.png of the first detector
 * </pre>
 */
public final class RunFolder {

    public static final String REPORT = "report.html";

    private static final int EXTREMES = 10;
    private static final ObjectWriter JSON = new ObjectMapper().writerWithDefaultPrettyPrinter();

    private final Path folder;
    private final List<SuiteEvaluation> runs;
    private final SuiteEvaluation first;

    private RunFolder(Path folder, List<SuiteEvaluation> runs) {
        this.folder = folder;
        this.runs = runs;
        this.first = runs.get(0);
    }

    /** @param runs detectors and seeds, the one that the run is about first; at least one */
    public static void write(Path folder, List<SuiteEvaluation> runs) throws IOException {
        new RunFolder(folder, List.copyOf(runs)).write();
    }

    private void write() throws IOException {
        for (SeriesEvaluation one : first.series()) {
            series(one);
        }
        WholeFile.write(folder.resolve("batch_summary.csv"), summary(runs));
        WholeFile.write(folder.resolve("ALL_EVENTS.csv"), events());
        extremes();
        Map<String, byte[]> pictures = pictures();
        for (Map.Entry<String, byte[]> picture : pictures.entrySet()) {
            WholeFile.write(folder.resolve(picture.getKey()), picture.getValue());
        }
        WholeFile.write(folder.resolve("metrics.json"), JSON.writeValueAsBytes(metrics()));
        WholeFile.write(folder.resolve(REPORT), HtmlReport.of(runs, pictures));
    }

    private Map<String, Object> metrics() {
        var all = new LinkedHashMap<>(first.json());
        all.put(
                "spread",
                Spread.of(runs.stream()
                        .filter(run -> run.detector().equals(first.detector()))
                        .toList()));
        var others = new LinkedHashMap<String, Object>();
        runs.stream()
                .filter(run -> !run.detector().equals(first.detector()))
                .forEach(run -> others.putIfAbsent(run.detector(), run.json()));
        all.put("others", others);
        all.put("provenance", RunProvenance.of(runs));
        return all;
    }

    private void series(SeriesEvaluation one) throws IOException {
        Path own = folder.resolve("series").resolve(one.series().name().replace('/', '_'));
        ScoreTiming timing = first.configuration().timing();
        var metrics = new LinkedHashMap<String, Object>();
        metrics.put("series", one.series().name());
        metrics.put("group", one.series().group());
        metrics.put("detector", first.detector());
        metrics.put("trainingRows", one.series().train().length());
        metrics.put("rows", one.series().scored().length());
        metrics.put("threshold", one.threshold());
        metrics.put("period", one.period());
        metrics.put("figures", SeriesFigures.of(one, timing));
        metrics.put("oracle", SeriesFigures.oracle(one, timing));
        metrics.put("confusion", confusion(one));
        metrics.put("causalScores", SeriesFigures.errors(one));
        metrics.put("fitSeconds", one.scored().fitSeconds());
        metrics.put("scoreSeconds", one.scored().scoreSeconds());
        WholeFile.write(own.resolve("metrics.json"), JSON.writeValueAsBytes(metrics));
        WholeFile.write(own.resolve("windows.csv"), windows(one));
        WholeFile.write(own.resolve("scores.png"), ScorePlot.of(one));
        if (!one.series().truth().isEmpty()) {
            OperatingCurve curve = OperatingCurve.of(
                    one.scores().perRow(one.series().scored().length()),
                    one.series().labels());
            String title = one.series().name();
            WholeFile.write(
                    own.resolve("pr_curve.png"),
                    CurvePlot.precisionRecall(curve, one.alarms().confusion(), title));
            WholeFile.write(
                    own.resolve("roc_curve.png"),
                    CurvePlot.roc(curve, one.alarms().confusion(), title));
        }
    }

    private static Map<String, Long> confusion(SeriesEvaluation one) {
        var rows = one.alarms().confusion();
        var all = new LinkedHashMap<String, Long>();
        all.put("truePositives", rows.truePositives());
        all.put("falsePositives", rows.falsePositives());
        all.put("trueNegatives", rows.trueNegatives());
        all.put("falseNegatives", rows.falseNegatives());
        return all;
    }

    private static String windows(SeriesEvaluation one) {
        var csv = new Csv(
                List.of("window", "row", "timestamp", "rawScore", "score", "ratio", "anomalous", "alarm", "label"));
        SeriesScores scores = one.scores();
        var alarm = new boolean[one.series().scored().length()];
        for (DetectedEvent event : one.events()) {
            Arrays.fill(alarm, event.start(), event.end() + 1, true);
        }
        for (int n = 0; n < scores.windows(); n++) {
            int row = scores.firstRow() + n;
            double ratio = scores.smoothed()[n] / one.threshold();
            csv.row(
                    n,
                    row,
                    one.series().scored().timestamps()[row],
                    scores.raw()[n],
                    scores.smoothed()[n],
                    ratio,
                    ratio > 1 ? 1 : 0,
                    alarm[row] ? 1 : 0,
                    one.series().labels()[row] ? 1 : 0);
        }
        return csv.toString();
    }

    /** One row per detector, seed and series; oracle figures carry the prefix {@code oracle.}. */
    private static String summary(List<SuiteEvaluation> runs) {
        var names = new LinkedHashSet<String>();
        var oracles = new LinkedHashSet<String>();
        for (SuiteEvaluation run : runs) {
            for (SeriesEvaluation one : run.series()) {
                names.addAll(SeriesFigures.of(one, run.configuration().timing()).keySet());
                oracles.addAll(
                        SeriesFigures.oracle(one, run.configuration().timing()).keySet());
            }
        }
        var header = new ArrayList<>(List.of("detector", "seed", "group", "series", "rows", "threshold"));
        header.addAll(names);
        oracles.forEach(name -> header.add("oracle." + name));
        var csv = new Csv(header);
        for (SuiteEvaluation run : runs) {
            for (SeriesEvaluation one : run.series()) {
                var cells = new ArrayList<Object>();
                cells.add(run.detector());
                cells.add(run.seed());
                cells.add(one.series().group());
                cells.add(one.series().name());
                cells.add(one.series().scored().length());
                cells.add(one.threshold());
                Map<String, Double> figures =
                        SeriesFigures.of(one, run.configuration().timing());
                Map<String, Double> oracle =
                        SeriesFigures.oracle(one, run.configuration().timing());
                names.forEach(name -> cells.add(figures.get(name)));
                oracles.forEach(name -> cells.add(oracle.get(name)));
                csv.row(cells.toArray());
            }
        }
        return csv.toString();
    }

    private String events() {
        var csv = new Csv(
                List.of("series", "start", "end", "length", "peakScore", "meanScore", "topSensors", "overlapsTruth"));
        for (SeriesEvaluation one : first.series()) {
            for (DetectedEvent event : one.events()) {
                csv.row(
                        one.series().name(),
                        event.start(),
                        event.end(),
                        event.length(),
                        event.peak(),
                        event.mean(),
                        String.join(" ", event.topSensors()),
                        event.hit() ? 1 : 0);
            }
        }
        return csv.toString();
    }

    private void extremes() throws IOException {
        List<SeriesEvaluation> byF1 = first.series().stream()
                .filter(one -> !one.series().truth().isEmpty())
                .sorted(Comparator.comparingDouble(
                        (SeriesEvaluation one) -> -one.alarms().confusion().f1()))
                .toList();
        WholeFile.write(folder.resolve("TOP10_by_F1.csv"), ranking(byF1.stream().limit(EXTREMES)));
        WholeFile.write(
                folder.resolve("BOTTOM10_by_F1.csv"),
                ranking(byF1.stream()
                        .skip(Math.max(0, byF1.size() - EXTREMES))
                        .sorted(Comparator.comparingDouble(
                                one -> one.alarms().confusion().f1()))));
    }

    private static String ranking(Stream<SeriesEvaluation> series) {
        var csv = new Csv(
                List.of("series", "group", "f1", "precision", "recall", "events", "found", "falseAlarms", "aucPr"));
        series.forEach(one -> csv.row(
                one.series().name(),
                one.series().group(),
                one.alarms().confusion().f1(),
                one.alarms().confusion().precision(),
                one.alarms().confusion().recall(),
                one.series().truth().size(),
                one.matching().quality().truePositives(),
                one.matching().quality().falsePositives(),
                one.causal().aucPr()));
        return csv.toString();
    }

    private Map<String, byte[]> pictures() {
        var pictures = new LinkedHashMap<String, byte[]>();
        for (String figure : List.of("F1", "precision", "recall")) {
            List<Double> values = first.series().stream()
                    .map(one -> SeriesFigures.of(one, first.configuration().timing())
                            .get(figure.toLowerCase(Locale.ROOT)))
                    .filter(value -> value != null)
                    .toList();
            if (!values.isEmpty()) {
                pictures.put("histogram_" + figure.toLowerCase(Locale.ROOT) + ".png", HistogramPlot.of(figure, values));
            }
        }
        var curves = new LinkedHashMap<String, List<TrainingCurve.Epoch>>();
        for (SeriesEvaluation one : first.series()) {
            if (!one.scored().curve().isEmpty()) {
                curves.put(one.series().name(), one.scored().curve());
            }
        }
        if (!curves.isEmpty()) {
            pictures.put("training_loss.png", LossPlot.of(curves));
        }
        return pictures;
    }
}
