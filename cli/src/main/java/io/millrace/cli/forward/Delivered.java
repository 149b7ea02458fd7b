package io.millrace.cli.forward;

import io.millrace.schemas.Alert;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which messages were delivered: the topic is at-least-once, and a message that comes again is not sent again. Remembers the alerts heard of last, and
 * forgets with the process; what is sent again after that carries the same id. About 200 bytes an alert. Not thread-safe.
 */
final class Delivered {

    private final Map<String, Integer> latest; // alert id to update sequence

    /** @param most alerts to remember */
    Delivered(int most) {
        this.latest = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
                return size() > most;
            }
        };
    }

    /** Whether this message, or a later one of its alert, was delivered. */
    boolean knows(Alert alert) {
        Integer sequence = latest.get(alert.getAlertId());
        return sequence != null && sequence >= alert.getUpdateSequence();
    }

    void add(Alert alert) {
        latest.merge(alert.getAlertId(), alert.getUpdateSequence(), Math::max);
    }
}
