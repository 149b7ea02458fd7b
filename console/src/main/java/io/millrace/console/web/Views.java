package io.millrace.console.web;

import io.millrace.console.explain.AttributionTable;
import io.millrace.console.explain.DeepWords;
import io.millrace.console.explain.ExplanationDesk;
import io.millrace.console.explain.WindowStudy;
import io.millrace.console.model.ReleasedModel;
import io.millrace.console.plant.AlertStory;
import io.millrace.console.plant.MachineCard;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertFeedback;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the pages are told, in the form in which they take it. */
final class Views {

    private Views() {}

    /** A card as an array, since a thousand of them may go out every second; the order is that of {@code store.js}. */
    static List<Object> card(MachineCard card) {
        var peaks = card.peaks().stream()
                .map(peak -> List.<Object>of(peak.startMillis(), peak.ratio()))
                .toList();
        var view = new ArrayList<Object>();
        view.add(card.id());
        view.add(card.state());
        view.add(card.sinceMillis());
        view.add(card.ratio());
        view.add(card.lastMillis());
        view.add(card.alertId());
        view.add(card.alertRatio());
        view.add(card.sensor());
        view.add(card.acknowledged() ? 1 : 0);
        view.add(peaks);
        return view;
    }

    static Map<String, Object> alert(AlertStory story) {
        Alert alert = story.latest();
        var view = new LinkedHashMap<String, Object>();
        view.put("id", alert.getAlertId());
        view.put("machine", alert.getMachineId());
        view.put("status", alert.getStatus().name());
        view.put("severity", alert.getSeverity().name());
        view.put("kind", alert.getKind().name());
        view.put("startsAt", alert.getStartsAtMillis());
        view.put("endsAt", alert.getEndsAtMillis());
        view.put("observedAt", alert.getObservedAtMillis());
        view.put("ratio", alert.getErrorRatio());
        view.put("meanRatio", alert.getMeanErrorRatio());
        view.put("score", alert.getScore());
        view.put("threshold", alert.getThreshold());
        view.put("calibratedScore", alert.getCalibratedScore());
        view.put("confidence", alert.getConfidence());
        view.put("windows", alert.getLengthWindows());
        view.put("reason", alert.getReason());
        view.put(
                "closeReason",
                alert.getCloseReason() == null ? null : alert.getCloseReason().name());
        view.put("dataQuality", alert.getDataQuality().name());
        view.put("detector", alert.getDetector());
        view.put("model", alert.getModelId());
        view.put("modelVersion", alert.getModelVersion());
        view.put(
                "sensors",
                alert.getTopSensors().stream()
                        .map(sensor -> sensor(
                                sensor.getSensor(),
                                sensor.getContribution(),
                                sensor.getObserved(),
                                sensor.getExpected()))
                        .toList());
        view.put(
                "members",
                alert.getMemberScores().stream()
                        .map(member -> Map.of(
                                "detector", member.getDetector(),
                                "score", member.getScore(),
                                "weight", member.getWeight()))
                        .toList());
        view.put("acknowledged", story.acknowledged());
        view.put("verdict", story.verdict().map(Views::verdict).orElse(null));
        return view;
    }

    private static Map<String, Object> sensor(String name, double share, double observed, double expected) {
        return Map.of("sensor", name, "share", share, "observed", observed, "expected", expected);
    }

    /** An alert with its life. */
    static Map<String, Object> alertInFull(AlertStory story) {
        Map<String, Object> view = alert(story);
        view.put("steps", story.steps());
        view.put("verdicts", story.verdicts().stream().map(Views::verdict).toList());
        return view;
    }

    private static Map<String, Object> verdict(AlertFeedback feedback) {
        return Map.of(
                "verdict", feedback.getVerdict().name(),
                "by", feedback.getBy(),
                "comment", feedback.getComment(),
                "at", feedback.getAtMillis());
    }

    static Map<String, Object> study(WindowStudy study) {
        var view = new LinkedHashMap<String, Object>();
        view.put("model", study.modelId());
        view.put("modelVersion", study.modelVersion());
        view.put("windowSteps", study.windowSteps());
        view.put("timestamps", study.timestamps());
        view.put("traces", study.traces());
        view.put("scores", study.scores());
        view.put("threshold", study.threshold());
        view.put("criticalRatio", study.criticalRatio());
        view.put("explainedRow", study.explainedRow());
        view.put("ratio", study.explanation().errorRatio());
        view.put("reason", study.explanation().reason());
        view.put("confidence", study.explanation().confidence());
        view.put(
                "sensors",
                study.explanation().sensors().stream()
                        .map(sensor ->
                                sensor(sensor.sensor(), sensor.contribution(), sensor.observed(), sensor.expected()))
                        .toList());
        view.put("steps", study.explanation().steps());
        return view;
    }

    /** What a page shows of an explanation at length; a number among its words is a moment. */
    static Map<String, Object> answer(ExplanationDesk.Answer answer) {
        var view = new LinkedHashMap<String, Object>();
        view.put("state", answer.state().name());
        view.put("problem", answer.problem());
        answer.explanation().ifPresent(deep -> {
            var words = new DeepWords(deep);
            view.put("words", words.score().parts());
            view.put("table", AttributionTable.of(deep));
            view.put("surrogate", words.surrogate());
            view.put("counterfactual", words.counterfactual());
            view.put("alternatives", words.alternatives());
            view.put("origin", words.origin().parts());
        });
        return view;
    }

    /** @param serving version that serves by the job's last word, null if it has said none */
    static Map<String, Object> model(ReleasedModel model, Long serving) {
        ModelRelease release = model.release();
        var view = new LinkedHashMap<String, Object>();
        view.put("id", release.getModelId());
        view.put("version", release.getVersion());
        view.put("serving", serving != null && serving == release.getVersion());
        view.put("patterns", release.getMachinePatterns());
        view.put("releasedAt", release.getReleasedAtMillis());
        view.put("bytes", model.bytes());
        view.put("sha256", release.getSha256());
        view.put("signed", release.getSignature() != null);
        view.put("notes", release.getNotes());
        view.put("trouble", model.trouble());
        model.artefact().ifPresent(artefact -> view.put("artefact", artefact(artefact)));
        return view;
    }

    private static Map<String, Object> artefact(ModelArtefact artefact) {
        var view = new LinkedHashMap<String, Object>();
        view.put("detector", artefact.detector().name());
        view.put("windowSteps", artefact.detector().steps());
        view.put("createdAt", artefact.createdAtMillis());
        view.put(
                "sensors",
                artefact.preprocessing().layout().sensors().stream()
                        .map(sensor -> Map.of(
                                "name",
                                sensor.name(),
                                "unit",
                                sensor.unit(),
                                "role",
                                sensor.role().name()))
                        .toList());
        view.put("scaler", artefact.preprocessing().scaler().kind().name());
        view.put("thresholdPolicy", artefact.thresholds().policy());
        view.put("threshold", artefact.thresholds().fallback());
        view.put("machineThresholds", artefact.thresholds().perMachine().size());
        view.put("criticalRatio", artefact.thresholds().criticalRatio());
        view.put("morphology", artefact.morphology());
        view.put("provenance", artefact.provenance());
        return view;
    }

    static Map<String, Object> status(ModelStatus status) {
        var view = new LinkedHashMap<String, Object>();
        view.put("model", status.getModelId());
        view.put("version", status.getVersion());
        view.put("status", status.getStatus().name());
        view.put("reason", status.getReason());
        view.put("serving", status.getServingVersion());
        view.put("at", status.getAtMillis());
        view.put("job", status.getJob());
        return view;
    }
}
