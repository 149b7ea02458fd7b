package io.millrace.cli.demo;

import io.millrace.detection.quality.EventQuality;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The result of a demo run on the user's own file.
 *
 * @param alertedShare share of the new rows during which an alert is open, 0 to 1: one alert over everything finds every event
 * @param matching alerts against labels; empty where the file has none
 * @param elapsed clock time from the first reading written to the last one processed
 */
record FileSummary(
        ReadingCounts counts,
        long alertsOpened,
        long alertsClosed,
        double alertedShare,
        Optional<LabelMatching> matching,
        Duration elapsed) {

    double readingsPerSecond() {
        return counts.written() / Math.max(1e-3, elapsed.toMillis() / 1e3);
    }

    /** The summary for programs; the names are a contract. What needs labels is null without them. */
    Map<String, Object> fields() {
        Optional<EventQuality> quality = matching.map(LabelMatching::quality);
        OptionalDouble delay = matching.map(LabelMatching::medianDelaySeconds).orElse(OptionalDouble.empty());
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("readings", counts.written());
        fields.put("scored", counts.scored());
        fields.put("unscored", counts.unscored());
        fields.put("rejected", counts.rejected());
        fields.put("late", counts.late());
        fields.put("duplicates", counts.duplicates());
        fields.put("alertsOpened", alertsOpened);
        fields.put("alertsClosed", alertsClosed);
        fields.put(
                "faultsInjected",
                quality.map(q -> q.truePositives() + q.falseNegatives()).orElse(null));
        fields.put("faultsFound", quality.map(EventQuality::truePositives).orElse(null));
        fields.put("falseAlarms", quality.map(EventQuality::falsePositives).orElse(null));
        fields.put("medianDelaySeconds", delay.isPresent() ? delay.getAsDouble() : null);
        fields.put("readingsPerSecond", Math.round(readingsPerSecond() * 10) / 10.0);
        fields.put("eventPrecision", quality.map(EventQuality::precision).orElse(null));
        fields.put("eventRecall", quality.map(EventQuality::recall).orElse(null));
        fields.put("eventF1", quality.map(EventQuality::f1).orElse(null));
        fields.put("alertedShare", alertedShare);
        return fields;
    }
}
