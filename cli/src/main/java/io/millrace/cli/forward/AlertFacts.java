package io.millrace.cli.forward;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertStatus;
import io.millrace.schemas.TopSensor;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;

/** An alert in the words of the tools it goes to. */
final class AlertFacts {

    static final ObjectMapper JSON = new ObjectMapper();

    private AlertFacts() {}

    static boolean isOver(Alert alert) {
        return alert.getStatus() == AlertStatus.CLOSED;
    }

    /** {@code warning} or {@code critical}. */
    static String severity(Alert alert) {
        return alert.getSeverity().name().toLowerCase(Locale.ROOT);
    }

    static Instant startsAt(Alert alert) {
        return Instant.ofEpochMilli(alert.getStartsAtMillis());
    }

    /** A line that somebody reads first. */
    static String summary(Alert alert) {
        return alert.getMachineId() + ": " + alert.getReason();
    }

    /** Such as {@code temperature 80.1 (expected 60.2), flow 3 (expected 9)}; empty without sensors. */
    static String sensors(Alert alert) {
        return alert.getTopSensors().stream().map(AlertFacts::sensor).collect(Collectors.joining(", "));
    }

    private static String sensor(TopSensor top) {
        return String.format(
                Locale.ROOT, "%s %.4g (expected %.4g)", top.getSensor(), top.getObserved(), top.getExpected());
    }

    static String model(Alert alert) {
        return alert.getModelId().isEmpty() ? "" : alert.getModelId() + " version " + alert.getModelVersion();
    }

    static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("figures and words always have a JSON form", e);
        }
    }

    /** What explains the alert, fields without content left out. */
    static ObjectNode details(Alert alert) {
        ObjectNode details = JSON.createObjectNode();
        details.put("alert_id", alert.getAlertId());
        details.put("status", alert.getStatus().name().toLowerCase(Locale.ROOT));
        details.put("error_ratio", String.format(Locale.ROOT, "%.2f", alert.getErrorRatio()));
        details.put("confidence", String.format(Locale.ROOT, "%.2f", alert.getConfidence()));
        details.put("starts_at", startsAt(alert).toString());
        put(details, "sensors", sensors(alert));
        put(details, "model", model(alert));
        details.put("data_quality", alert.getDataQuality().name().toLowerCase(Locale.ROOT));
        if (alert.getCloseReason() != null) {
            details.put("close_reason", alert.getCloseReason().name().toLowerCase(Locale.ROOT));
        }
        return details;
    }

    private static void put(ObjectNode details, String name, String text) {
        if (!text.isEmpty()) {
            details.put(name, text);
        }
    }
}
