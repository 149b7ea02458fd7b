package io.millrace.cli.explain;

import io.millrace.detection.explain.ExplanationFields;
import io.millrace.detection.explain.WindowExplanation;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was asked and the answer as fields of a JSON object. */
final class ExplainedFields {

    private ExplainedFields() {}

    static Map<String, Object> of(Explained explained) {
        Moment moment = explained.moment();
        WindowExplanation explanation = explained.explanation();
        var fields = new LinkedHashMap<String, Object>();
        moment.alert().ifPresent(alert -> fields.put("alertId", alert.getAlertId()));
        fields.put("machineId", moment.machineId());
        fields.put("modelId", moment.artefact().modelId());
        fields.put("modelVersion", moment.artefact().version());
        fields.put("detector", moment.artefact().detector().name());
        fields.put("window", moment.choice());
        fields.put("at", moment.at().toString());
        fields.put("row", moment.row());
        fields.put("scoreSmoothed", moment.scores().smoothed()[moment.window()]);
        fields.put("severity", explanation.anomalous() ? moment.severity().name() : null);
        fields.putAll(ExplanationFields.of(explanation));
        fields.put("seconds", explained.took().toMillis() / 1e3);
        return fields;
    }
}
