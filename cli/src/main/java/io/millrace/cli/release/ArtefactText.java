package io.millrace.cli.release;

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
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.signature.TrustedKeys;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What an artefact holds, as lines of text. */
final class ArtefactText {

    private final Terminal terminal;

    ArtefactText(Terminal terminal) {
        this.terminal = terminal;
    }

    /** @param place where its bytes are, for people */
    void print(ModelArtefact artefact, String place, byte[] bytes) {
        heading(artefact.modelId() + ", version " + artefact.version());
        entry("place", place + ", " + Text.count(bytes.length) + " bytes");
        entry("sha256", ArtefactCodec.sha256Hex(bytes));
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

    /** @param place where its bytes are, for people */
    void print(ModelDelta delta, String place, byte[] bytes) {
        heading(delta.modelId() + ", version " + delta.version());
        entry("place", place + ", " + Text.count(bytes.length) + " bytes");
        entry("sha256", ArtefactCodec.sha256Hex(bytes));
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

    /** A release, apart from what its artefact holds. */
    void print(ModelRelease release, TrustedKeys keys) {
        heading("release");
        entry("version", String.valueOf(release.getVersion()));
        entry("action", ReleaseListing.action(release));
        entry("machines", String.join(", ", release.getMachinePatterns()));
        entry("released", Instant.ofEpochMilli(release.getReleasedAtMillis()).toString());
        entry("where", ReleaseListing.where(release));
        entry("sha256", release.getSha256());
        entry("signature", Seal.of(release, keys).toString());
        Seal.objection(release, keys).ifPresent(objection -> entry("objection", objection));
        if (!release.getNotes().isEmpty()) {
            entry("notes", release.getNotes());
        }
        terminal.line();
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
}
