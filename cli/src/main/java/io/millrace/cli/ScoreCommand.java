package io.millrace.cli;

import io.millrace.cli.data.CsvFields;
import io.millrace.cli.data.ModelRows;
import io.millrace.cli.data.UserData;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.Text;
import io.millrace.cli.terminal.TextTable;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.explain.SensorShare;
import io.millrace.detection.morphology.Run;
import io.millrace.detection.series.Prediction;
import io.millrace.detection.series.Predictor;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.detection.series.SeriesScores;
import io.millrace.detection.threshold.AlertLevels;
import io.millrace.training.series.Series;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scores a CSV file with a model artefact, without Kafka and Flink. */
@Command(
        name = "score",
        mixinStandardHelpOptions = true,
        header = "Scores a CSV file or a single reading with a model, without Kafka and Flink.",
        sortOptions = false,
        description = {
            "Scores a CSV file with a model artefact and prints the events: what the job would say to the same readings"
                    + " without gaps between them.",
            "A ratio is score divided by threshold; above 1 is anomalous.",
            "With --reading: one reading as JSON, or an array of a machine's newest ones, oldest first; the answer is of the last. A model that looks"
                    + " at more than one row takes the rows before them from FILE.csv."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:scored", "1:scoring failed", "2:usage", "3:a file cannot be used"})
final class ScoreCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model artefact.")
    private Path model;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE.csv",
            description =
                    "Readings; the columns must hold the model's sensors. With --reading: the rows before it, where it needs any.")
    private Path file;

    @Option(
            names = "--reading",
            paramLabel = "JSON",
            description =
                    "A reading such as {\"machineId\":\"pump-07\",\"values\":{\"flow\":3.1}}, an array of them, or the name of a file that holds it.")
    private String reading;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "SCORES.csv",
            description = "Also write every window's score: machine, time, score, ratio, event.")
    private Path output;

    @Mixin
    private CsvFields fields = new CsvFields();

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    ScoreCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** One machine's scores and events. */
    private record Scored(Series series, SeriesScores scores, double threshold, List<Run> events) {

        Instant time(int row) {
            return Instant.ofEpochMilli(series.timestamps()[row]);
        }

        double peakRatio(Run event) {
            double peak = 0;
            for (int row = event.start(); row <= event.end(); row++) {
                peak = Math.max(peak, scores.smoothed()[row - scores.firstRow()]);
            }
            return peak / threshold;
        }
    }

    @Override
    public Integer call() throws IOException {
        if (file == null && reading == null) {
            throw new ParameterException(spec.commandLine(), "score expects FILE.csv or --reading JSON, found neither");
        }
        ModelArtefact artefact = InputFiles.artefact(model);
        if (reading != null) {
            return predict(artefact);
        }
        SeriesScorer scorer = new SeriesScorer(artefact.preprocessing(), artefact.detector(), artefact.smoothing());
        List<Scored> results = new ArrayList<>();
        for (Series series : UserData.series(file, fields).series()) {
            SeriesScores scores = scorer.score(ModelRows.of(series, artefact, file));
            double threshold = artefact.alarm(series.machineId(), AlertLevels.DEFAULT);
            results.add(new Scored(series, scores, threshold, scores.events(threshold, artefact.morphology())));
        }
        if (output != null) {
            write(results);
        }
        if (json) {
            terminal.line(Json.line(asFields(artefact, results)));
        } else {
            print(artefact, results);
        }
        return ExitCode.OK;
    }

    /** One answer of the newest reading. */
    private int predict(ModelArtefact artefact) throws IOException {
        if (output != null) {
            throw new ParameterException(spec.commandLine(), "--output expects FILE.csv alone, without --reading");
        }
        GivenReadings given = GivenReadings.of(reading);
        List<Map<String, Double>> readings = new ArrayList<>();
        if (file != null) {
            readings.addAll(before(given.machineId()));
        }
        readings.addAll(given.values());
        Prediction prediction;
        try {
            prediction = new Predictor(artefact).predictReadings(given.machineId(), readings);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(e.getMessage(), e);
        }
        if (json) {
            terminal.line(Json.line(asFields(prediction)));
        } else {
            terminal.line((prediction.machineId().isEmpty() ? "" : prediction.machineId() + ": ")
                    + prediction.prediction() + ", " + Text.value(prediction.errorRatio()) + " × threshold"
                    + (prediction.anomalous() ? ", anomalous" : ", not anomalous")
                    + (prediction.probability().isPresent()
                            ? ", probability "
                                    + Text.value(prediction.probability().getAsDouble())
                            : "")
                    + ", confidence " + Text.value(prediction.confidence()) + ".");
            if (prediction.anomalous()) {
                terminal.line(prediction.reason());
            }
        }
        return ExitCode.OK;
    }

    /** The file's rows of this machine, or of the only one that it has. */
    private List<Map<String, Double>> before(String machineId) throws IOException {
        List<Series> all = UserData.series(file, fields).series();
        Series series = all.stream()
                .filter(each -> all.size() == 1 || each.machineId().equals(machineId))
                .findFirst()
                .orElseThrow(() -> new BadInputException(file + " has no rows of machine '" + machineId + "', found "
                        + all.stream().map(Series::machineId).limit(10).toList()));
        List<Map<String, Double>> readings = new ArrayList<>();
        for (double[] row : series.rows()) {
            Map<String, Double> values = new LinkedHashMap<>();
            for (int j = 0; j < row.length; j++) {
                values.put(series.layout().sensor(j).name(), row[j]);
            }
            readings.add(values);
        }
        return readings;
    }

    private static Map<String, Object> asFields(Prediction prediction) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("machineId", prediction.machineId());
        result.put("modelId", prediction.modelId());
        result.put("version", prediction.modelVersion());
        result.put("prediction", prediction.prediction());
        result.put("isAnomaly", prediction.anomalous());
        result.put(
                "probability",
                prediction.probability().isPresent() ? prediction.probability().getAsDouble() : null);
        result.put("confidence", prediction.confidence());
        result.put("score", prediction.score());
        result.put("threshold", prediction.threshold());
        result.put("errorRatio", prediction.errorRatio());
        List<Map<String, Object>> sensors = new ArrayList<>();
        for (SensorShare share : prediction.sensors()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("sensor", share.sensor());
            entry.put("contribution", share.contribution());
            entry.put("observed", share.observed());
            entry.put("expected", share.expected());
            sensors.add(entry);
        }
        result.put("topSensors", sensors);
        result.put("reason", prediction.reason());
        return result;
    }

    private void print(ModelArtefact artefact, List<Scored> results) {
        int windows =
                results.stream().mapToInt(scored -> scored.scores().windows()).sum();
        int events = results.stream().mapToInt(scored -> scored.events().size()).sum();
        terminal.line("Scored " + Text.count(windows, "window") + " of " + Text.count(results.size(), "machine")
                + " with " + artefact.modelId() + " version " + artefact.version() + ": " + Text.count(events, "event")
                + ".");
        if (windows == 0) {
            terminal.line("The file is shorter than one window of "
                    + artefact.detector().steps() + " rows.");
        }
        if (events > 0) {
            TextTable table = new TextTable(3, "machine", "from", "to", "rows", "peak ratio");
            results.forEach(scored -> scored.events()
                    .forEach(event -> table.row(
                            scored.series().machineId(),
                            scored.time(event.start()),
                            scored.time(event.end()),
                            event.length(),
                            Text.value(scored.peakRatio(event)))));
            table.lines().forEach(terminal::line);
        }
        if (output != null) {
            terminal.line("Every window's score is in " + output + ".");
        }
    }

    private static Map<String, Object> asFields(ModelArtefact artefact, List<Scored> results) {
        List<Map<String, Object>> events = new ArrayList<>();
        for (Scored scored : results) {
            for (Run event : scored.events()) {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("machineId", scored.series().machineId());
                entry.put("startsAt", scored.time(event.start()).toString());
                entry.put("endsAt", scored.time(event.end()).toString());
                entry.put("firstRow", event.start());
                entry.put("lastRow", event.end());
                entry.put("errorRatio", scored.peakRatio(event));
                events.add(entry);
            }
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("modelId", artefact.modelId());
        result.put("version", artefact.version());
        result.put("machines", results.size());
        result.put(
                "windows",
                results.stream().mapToInt(scored -> scored.scores().windows()).sum());
        result.put("events", events);
        return result;
    }

    private void write(List<Scored> results) throws IOException {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(output, StandardCharsets.UTF_8))) {
            out.print("machine,time,score,ratio,event\n");
            for (Scored scored : results) {
                for (int n = 0; n < scored.scores().windows(); n++) {
                    int row = scored.scores().firstRow() + n;
                    double score = scored.scores().smoothed()[n];
                    boolean inEvent =
                            scored.events().stream().anyMatch(event -> event.start() <= row && row <= event.end());
                    out.print(scored.series().machineId() + "," + scored.time(row) + "," + score + ","
                            + score / scored.threshold() + "," + (inEvent ? 1 : 0) + "\n");
                }
            }
            if (out.checkError()) {
                throw new IOException("could not write all scores to " + output + ": is the disk full?");
            }
        }
    }
}
