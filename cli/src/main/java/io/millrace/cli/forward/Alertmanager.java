package io.millrace.cli.forward;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertKind;
import io.millrace.schemas.Severity;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Prometheus Alertmanager, API version 2. To it an alert is its labels, so they hold what never changes in an event's life; only the severity may
 * rise, and then the alert of the lower one is resolved in the same request.
 *
 * <p>References: Alertmanager 0.25, {@code api/v2/openapi.yaml}, {@code POST /alerts}. An alert without {@code endsAt} would be resolved after
 * Alertmanager's {@code resolve_timeout} (5 minutes), as Prometheus repeats what fires; this command does not, so it says until when an open alert
 * holds.
 *
 * @param holds how long an open alert holds that nothing more is heard of
 */
record Alertmanager(Address address, Duration holds, Clock clock) implements Receiver {

    private static final String PATH = "/api/v2/alerts";

    /** @param base where Alertmanager is, its route prefix included */
    static Alertmanager at(Address base, Duration holds) {
        return new Alertmanager(base.at(PATH), holds, Clock.systemUTC());
    }

    @Override
    public HttpRequest request(Alert alert) {
        ArrayNode alerts = AlertFacts.JSON.createArrayNode();
        Instant now = clock.instant();
        Instant end = AlertFacts.isOver(alert) ? now : now.plus(holds);
        alerts.add(entry(alert, alert.getSeverity(), end));
        if (alert.getSeverity() == Severity.CRITICAL) {
            alerts.add(entry(alert, Severity.WARNING, now)); // what it was before, if it was
        }
        return address.post(AlertFacts.bytes(alerts)).build();
    }

    private static ObjectNode entry(Alert alert, Severity severity, Instant end) {
        ObjectNode entry = AlertFacts.JSON.createObjectNode();
        ObjectNode labels = entry.putObject("labels");
        labels.put("alertname", alert.getKind() == AlertKind.SILENCE ? "MachineSilent" : "MachineAnomaly");
        labels.put("machine", alert.getMachineId());
        labels.put("detector", alert.getDetector());
        labels.put("severity", severity.name().toLowerCase(Locale.ROOT));
        labels.put("alert_id", alert.getAlertId());
        ObjectNode annotations = entry.putObject("annotations");
        annotations.put("summary", AlertFacts.summary(alert));
        AlertFacts.details(alert)
                .fields()
                .forEachRemaining(field ->
                        annotations.put(field.getKey(), field.getValue().asText()));
        Instant start = AlertFacts.startsAt(alert);
        entry.put("startsAt", (start.isAfter(end) ? end : start).toString()); // a machine's clock may be ahead of ours
        entry.put("endsAt", end.toString());
        return entry;
    }

    @Override
    public String name() {
        return "Alertmanager at " + address;
    }
}
