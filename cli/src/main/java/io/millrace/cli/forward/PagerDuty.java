package io.millrace.cli.forward;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertKind;
import java.net.http.HttpRequest;
import java.util.Optional;

/**
 * PagerDuty, Events API version 2: an event is triggered, triggered again when it grows, and resolved, under the alert's id.
 *
 * <p>References: PagerDuty, "Events API v2 Overview" and "PD-CEF".
 *
 * @param key the service's integration key; it travels in the body, not in a header
 */
record PagerDuty(Address address, Secret key) implements Receiver {

    static final String URL = "https://events.pagerduty.com/v2/enqueue";

    private static final int LONGEST_SUMMARY = 1024; // characters, by PD-CEF

    static PagerDuty at(Address address, Secret key) {
        return new PagerDuty(new Address(address.url(), Optional.empty(), address.timeout()), key);
    }

    @Override
    public HttpRequest request(Alert alert) {
        ObjectNode event = AlertFacts.JSON.createObjectNode();
        event.put("routing_key", key.reveal());
        event.put("event_action", AlertFacts.isOver(alert) ? "resolve" : "trigger");
        event.put("dedup_key", alert.getAlertId());
        event.put("client", "Millrace");
        ObjectNode payload = event.putObject("payload");
        String summary = AlertFacts.summary(alert);
        payload.put("summary", summary.substring(0, Math.min(summary.length(), LONGEST_SUMMARY)));
        payload.put("source", alert.getMachineId());
        payload.put("severity", AlertFacts.severity(alert));
        payload.put("timestamp", AlertFacts.startsAt(alert).toString());
        payload.put("group", alert.getDetector());
        payload.put("class", alert.getKind() == AlertKind.SILENCE ? "machine silent" : "machine anomaly");
        if (!alert.getTopSensors().isEmpty()) {
            payload.put("component", alert.getTopSensors().get(0).getSensor());
        }
        payload.set("custom_details", AlertFacts.details(alert));
        return address.post(AlertFacts.bytes(event)).build();
    }

    @Override
    public String name() {
        return "PagerDuty at " + address;
    }
}
