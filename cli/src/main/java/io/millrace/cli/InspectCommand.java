package io.millrace.cli;

import io.millrace.cli.terminal.Style;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.Text;
import io.millrace.cli.terminal.TextTable;
import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.detection.detector.EnsembleDetector;
import io.millrace.detection.reading.Sensor;
import io.millrace.detection.scale.FeatureSpec;
import io.millrace.detection.scale.Scaler;
import io.millrace.detection.threshold.AlertLevels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what a model artefact holds. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        header = "Prints what a model artefact holds.",
        description =
                "Sensors, scaler, detector, thresholds, morphology and provenance of a model artefact; base, layers,"
                        + " threshold and provenance of a machine's own model.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:printed", "2:usage", "3:the file is no usable artefact"})
final class InspectCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "MODEL", description = "A model artefact, such as src-test-data/models/pump.model.")
    private Path file;

    @Option(names = "--json", description = "Print it as one JSON object.")
    private boolean json;

    InspectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        long bytes = Files.size(InputFiles.readable(file));
        if (ArtefactCodec.isDelta(ByteBuffer.wrap(Files.readAllBytes(file)))) {
            ModelDelta delta = InputFiles.delta(file);
            if (json) {
                terminal.line(Json.line(fields(delta, bytes)));
            } else {
                print(delta, bytes);
            }
            return ExitCode.OK;
        }
        ModelArtefact artefact = InputFiles.artefact(file);
        if (json) {
            terminal.line(Json.line(fields(artefact, bytes)));
        } else {
            print(artefact, bytes);
        }
        return ExitCode.OK;
    }

    private void print(ModelArtefact artefact, long bytes) throws IOException {
        heading(artefact.modelId() + ", version " + artefact.version());
        entry("file", file + ", " + Text.count(bytes) + " bytes");
        entry("sha256", ArtefactCodec.sha256Hex(Files.readAllBytes(file)));
        entry("trained", Instant.ofEpochMilli(artefact.createdAtMillis()).toString());
        entry("detector", artefact.detector().name());
        entry(
                "window",
                artefact.detector().steps() + " steps × " + artefact.detector().features() + " features; "
                        + artefact.ringRows() + " rows kept per machine");
        entry("features", features(artefact.preprocessing().spec()));
        entry(
                "scaler",
                artefact.preprocessing()
                        .scaler()
                        .kind()
                        .name()
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-'));
        entry("smoothing", Text.value(artefact.smoothing().alpha()));
        entry(
                "threshold",
                Text.value(artefact.thresholds().fallback()) + " by "
                        + artefact.thresholds().policy()
                        + "; critical from " + Text.value(artefact.thresholds().criticalRatio()) + " × threshold"
                        + (artefact.thresholds().labelsUsed() > 0
                                ? "; rests on " + artefact.thresholds().labelsUsed() + " labelled events"
                                : ""));
        artefact.calibration()
                .ifPresent(found -> entry(
                        "calibration",
                        "healthy scores " + Text.value(found.median()) + " (median) to " + Text.value(found.q99())
                                + " (99 %); alerts from " + Text.value(artefact.alarm("", AlertLevels.DEFAULT))
                                + ", critical from "
                                + Text.value(artefact.levels("").orElseThrow().score(AlertLevels.DEFAULT.critical()))));
        if (artefact.detector() instanceof EnsembleDetector ensemble) {
            entry("members", members(ensemble));
        }
        entry(
                "morphology",
                "events of at least " + artefact.morphology().minEventLength() + " windows, gaps up to "
                        + artefact.morphology().mergeGap() + " merged, dilation "
                        + artefact.morphology().dilation());
        terminal.line();
        heading("sensors");
        sensors(artefact).lines().forEach(terminal::line);
        if (!artefact.thresholds().perMachine().isEmpty()) {
            terminal.line();
            heading("thresholds of single machines");
            artefact.thresholds().perMachine().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(own -> entry(own.getKey(), Text.value(own.getValue())));
        }
        terminal.line();
        heading("provenance");
        artefact.provenance().forEach(this::entry);
    }

    private void print(ModelDelta delta, long bytes) {
        heading(delta.modelId() + ", version " + delta.version());
        entry("file", file + ", " + Text.count(bytes) + " bytes");
        entry("machine", delta.machineId());
        entry(
                "base",
                "model " + delta.baseModelId() + " version " + delta.baseVersion() + ", weights " + delta.baseSha256());
        entry("layers", layers(delta));
        entry("tuned", Instant.ofEpochMilli(delta.createdAtMillis()).toString());
        entry("threshold", Text.value(delta.threshold()) + " by " + delta.thresholdPolicy());
        terminal.line();
        heading("provenance");
        delta.provenance().forEach(this::entry);
    }

    private static String members(EnsembleDetector ensemble) {
        return ensemble.members().stream()
                        .map(member -> member.detector().name() + " " + Text.value(member.weight()))
                        .collect(Collectors.joining(", "))
                + "; put together by "
                + ensemble.voting().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String layers(ModelDelta delta) {
        return delta.recurrent().isPresent() ? "all of its own" : "output layer of its own, all others the base's";
    }

    private static Map<String, Object> fields(ModelDelta delta, long bytes) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("modelId", delta.modelId());
        fields.put("version", delta.version());
        fields.put("bytes", bytes);
        fields.put("machine", delta.machineId());
        fields.put("baseModelId", delta.baseModelId());
        fields.put("baseVersion", delta.baseVersion());
        fields.put("baseSha256", delta.baseSha256());
        fields.put("allLayers", delta.recurrent().isPresent());
        fields.put("createdAt", Instant.ofEpochMilli(delta.createdAtMillis()).toString());
        fields.put("threshold", delta.threshold());
        fields.put("thresholdPolicy", delta.thresholdPolicy());
        fields.put("provenance", delta.provenance());
        return fields;
    }

    private static TextTable sensors(ModelArtefact artefact) {
        TextTable table = new TextTable(4, "  name", "role", "unit", "used", "offset", "scale");
        Scaler scaler = artefact.preprocessing().scaler();
        List<Sensor> sensors = artefact.preprocessing().layout().sensors();
        for (int j = 0; j < sensors.size(); j++) {
            Sensor sensor = sensors.get(j);
            table.row(
                    "  " + sensor.name(),
                    sensor.role().name().toLowerCase(Locale.ROOT),
                    sensor.unit(),
                    scaler.constant(j) ? "no, constant" : "yes",
                    Text.value(scaler.offset(j)),
                    Text.value(scaler.scale(j)));
        }
        return table;
    }

    private static String features(FeatureSpec spec) {
        return "each sensor's value" + (spec.difference() ? ", its difference to the row before" : "")
                + (spec.rollingDeviation() ? ", its deviation over " + spec.rollingSteps() + " rows" : "");
    }

    private void heading(String text) {
        terminal.line(terminal.styled(Style.STRONG, text));
    }

    private void entry(String name, String value) {
        terminal.line(String.format(Locale.ROOT, "  %-24s %s", name, value));
    }

    private Map<String, Object> fields(ModelArtefact artefact, long bytes) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("modelId", artefact.modelId());
        fields.put("version", artefact.version());
        fields.put("bytes", bytes);
        fields.put("sha256", ArtefactCodec.sha256Hex(Files.readAllBytes(file)));
        fields.put("createdAt", Instant.ofEpochMilli(artefact.createdAtMillis()).toString());
        fields.put("detector", artefact.detector().name());
        fields.put("windowSteps", artefact.detector().steps());
        fields.put("features", artefact.detector().features());
        fields.put("sensors", sensorFields(artefact));
        fields.put("scaler", artefact.preprocessing().scaler().kind().name());
        fields.put("smoothing", artefact.smoothing().alpha());
        fields.put("threshold", artefact.thresholds().fallback());
        fields.put("thresholdPolicy", artefact.thresholds().policy());
        fields.put("thresholdPerMachine", artefact.thresholds().perMachine());
        fields.put("criticalRatio", artefact.thresholds().criticalRatio());
        artefact.calibration().ifPresent(found -> {
            fields.put("calibrationMedian", found.median());
            fields.put("calibrationQ99", found.q99());
            fields.put("alertsFrom", artefact.alarm("", AlertLevels.DEFAULT));
        });
        fields.put("minEventLength", artefact.morphology().minEventLength());
        fields.put("mergeGap", artefact.morphology().mergeGap());
        fields.put("dilation", artefact.morphology().dilation());
        fields.put("provenance", artefact.provenance());
        return fields;
    }

    private static List<Map<String, Object>> sensorFields(ModelArtefact artefact) {
        Scaler scaler = artefact.preprocessing().scaler();
        List<Sensor> sensors = artefact.preprocessing().layout().sensors();
        List<Map<String, Object>> entries = new ArrayList<>();
        for (int j = 0; j < sensors.size(); j++) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", sensors.get(j).name());
            entry.put("role", sensors.get(j).role().name());
            entry.put("unit", sensors.get(j).unit());
            entry.put("offset", scaler.offset(j));
            entry.put("scale", scaler.scale(j));
            entry.put("constant", scaler.constant(j));
            entries.add(entry);
        }
        return entries;
    }
}
