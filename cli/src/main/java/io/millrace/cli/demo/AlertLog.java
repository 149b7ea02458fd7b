package io.millrace.cli.demo;

import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertKind;
import io.millrace.schemas.AlertStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the alerts topic has told so far, by alert id. The topic is at-least-once: a message that comes again changes
 * nothing. Events are anomalies alone: that a machine is silent says nothing of how it runs. Safe to use from several threads.
 */
public final class AlertLog {

    private final Map<String, AlertSpan> spans = new LinkedHashMap<>();
    private final Map<String, Integer> latestSequence = new LinkedHashMap<>();

    /** @return whether the message was new */
    public synchronized boolean add(Alert alert) {
        Integer before = latestSequence.get(alert.getAlertId());
        if (before != null && alert.getUpdateSequence() <= before) {
            return false;
        }
        latestSequence.put(alert.getAlertId(), alert.getUpdateSequence());
        if (alert.getKind() != AlertKind.ANOMALY) {
            return true;
        }
        AlertSpan known = spans.get(alert.getAlertId());
        long openedAt = known == null ? alert.getObservedAtMillis() : known.openedAtMillis();
        long end = alert.getEndsAtMillis() == null ? alert.getObservedAtMillis() : alert.getEndsAtMillis();
        spans.put(
                alert.getAlertId(),
                new AlertSpan(
                        alert.getAlertId(),
                        alert.getMachineId(),
                        alert.getStartsAtMillis(),
                        openedAt,
                        Math.max(end, alert.getStartsAtMillis()),
                        alert.getStatus() == AlertStatus.CLOSED));
        return true;
    }

    /** Events in the order in which they were first heard of. */
    public synchronized List<AlertSpan> spans() {
        return new ArrayList<>(spans.values());
    }

    public synchronized long opened() {
        return spans.size();
    }

    public synchronized long closed() {
        return spans.values().stream().filter(AlertSpan::closed).count();
    }
}
