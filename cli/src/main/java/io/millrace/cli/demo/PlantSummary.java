package io.millrace.cli.demo;

import io.millrace.detection.quality.FalseAlarms;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The result of a demo run on the simulated plant.
 *
 * @param counts what became of the readings
 * @param alertsOpened alerts that were opened
 * @param alertsClosed alerts that were closed
 * @param matching alerts against injected faults
 * @param watched simulated machine time, summed over machines
 * @param elapsed clock time from the first reading written to the last one processed
 */
record PlantSummary(
        ReadingCounts counts,
        long alertsOpened,
        long alertsClosed,
        FaultMatching matching,
        Duration watched,
        Duration elapsed) {

    private static final int DAYS_PER_WEEK = 7;

    double readingsPerSecond() {
        return counts.written() / Math.max(1e-3, elapsed.toMillis() / 1e3);
    }

    double falseAlarmsPerMachineWeek() {
        return DAYS_PER_WEEK * new FalseAlarms(matching.falseAlarms().size(), watched).perMachineDay();
    }

    /** The summary for programs; the names are a contract. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("readings", counts.written());
        fields.put("scored", counts.scored());
        fields.put("unscored", counts.unscored());
        fields.put("rejected", counts.rejected());
        fields.put("late", counts.late());
        fields.put("duplicates", counts.duplicates());
        fields.put("alertsOpened", alertsOpened);
        fields.put("alertsClosed", alertsClosed);
        fields.put("faultsInjected", matching.injected());
        fields.put("faultsFound", matching.found().size());
        fields.put("falseAlarms", matching.falseAlarms().size());
        OptionalDouble delay = matching.medianDelaySeconds();
        fields.put("medianDelaySeconds", delay.isPresent() ? delay.getAsDouble() : null);
        fields.put("readingsPerSecond", Math.round(readingsPerSecond() * 10) / 10.0);
        return fields;
    }
}
