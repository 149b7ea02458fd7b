package io.millrace.detection.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An explanation as fields of a JSON object, for whoever shows or prints it. */
public final class ExplanationFields {

    private ExplanationFields() {}

    public static Map<String, Object> of(WindowExplanation explanation) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("score", explanation.attribution().score());
        fields.put("threshold", explanation.threshold());
        fields.put("errorRatio", explanation.quick().errorRatio());
        fields.put("confidence", explanation.quick().confidence());
        fields.put("reason", explanation.quick().reason());
        fields.put(
                "topSensors",
                explanation.quick().sensors().stream()
                        .map(ExplanationFields::share)
                        .toList());
        fields.put(
                "topSteps",
                explanation.quick().steps().stream()
                        .map(ExplanationFields::step)
                        .toList());
        fields.put("background", explanation.background());
        fields.put("shapley", shapley(explanation.attribution()));
        explanation.own().ifPresent(own -> {
            var exact = new LinkedHashMap<String, Object>();
            exact.put("method", own.method());
            exact.put("quantity", own.quantity());
            exact.put("base", own.base());
            exact.put("byFeature", own.byFeature());
            fields.put("ownAttribution", exact);
        });
        fields.put("surrogate", surrogate(explanation.surrogate()));
        fields.put("counterfactual", explanation.counterfactualSentence());
        fields.put(
                "counterfactuals",
                explanation.counterfactuals().stream()
                        .map(ExplanationFields::counterfactual)
                        .toList());
        fields.put(
                "traces",
                explanation.traces().stream().map(ExplanationFields::trace).toList());
        fields.put("windowsScored", explanation.questions());
        return fields;
    }

    private static Map<String, Object> share(SensorShare share) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("sensor", share.sensor());
        fields.put("contribution", share.contribution());
        fields.put("observed", share.observed());
        fields.put("expected", share.expected());
        return fields;
    }

    private static Map<String, Object> step(StepShare share) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("stepsBeforeEnd", share.stepsBeforeEnd());
        fields.put("share", share.share());
        return fields;
    }

    private static Map<String, Object> shapley(Attribution attribution) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("backgroundScore", attribution.backgroundScore());
        fields.put("sum", attribution.sum());
        fields.put("pairs", attribution.pairs());
        fields.put("seed", attribution.seed());
        fields.put(
                "segments",
                attribution.segments().stream().map(ExplanationFields::segment).toList());
        var sensors = new ArrayList<Map<String, Object>>();
        for (int sensor : attribution.ranking()) {
            var one = new LinkedHashMap<String, Object>();
            one.put("sensor", attribution.sensors().get(sensor));
            one.put("value", attribution.sensorValues()[sensor]);
            one.put("standardError", attribution.sensorErrors()[sensor]);
            one.put("bySegment", attribution.values()[sensor]);
            one.put("standardErrorsBySegment", attribution.errors()[sensor]);
            sensors.add(one);
        }
        fields.put("sensors", sensors);
        return fields;
    }

    private static Map<String, Object> segment(Attribution.Segment segment) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("oldestStepBeforeEnd", segment.oldest());
        fields.put("newestStepBeforeEnd", segment.newest());
        return fields;
    }

    private static Map<String, Object> surrogate(Surrogate surrogate) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("fidelity", surrogate.fidelity());
        fields.put("samples", surrogate.samples());
        fields.put("intercept", surrogate.intercept());
        List<Map<String, Object>> sensors = new ArrayList<>();
        for (int sensor : surrogate.ranking()) {
            var one = new LinkedHashMap<String, Object>();
            one.put("sensor", surrogate.sensors().get(sensor));
            one.put("value", surrogate.sensorValues()[sensor]);
            one.put("bySegment", surrogate.coefficients()[sensor]);
            sensors.add(one);
        }
        fields.put("sensors", sensors);
        return fields;
    }

    private static Map<String, Object> counterfactual(Counterfactual one) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("sensor", one.sensor());
        fields.put("normal", one.normal());
        fields.put("toward", one.toward().name());
        fields.put("share", one.share());
        fields.put("score", one.score());
        fields.put("scaledChange", one.change());
        fields.put("stepsBeforeEnd", one.stepsBeforeEnd());
        fields.put("from", one.from());
        fields.put("to", one.to());
        return fields;
    }

    private static Map<String, Object> trace(SensorTrace trace) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("sensor", trace.sensor());
        fields.put("unit", trace.unit());
        fields.put("observed", trace.observed());
        fields.put("expected", trace.expected());
        return fields;
    }
}
