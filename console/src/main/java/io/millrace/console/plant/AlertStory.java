package io.millrace.console.plant;

import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertFeedback;
import io.millrace.schemas.AlertKind;
import io.millrace.schemas.AlertStatus;
import io.millrace.schemas.Severity;
import java.util.List;
import java.util.Optional;

/**
 * One alert from its opening to its end, with what people said of it. A copy; nobody changes it.
 *
 * @param latest the newest message
 * @param steps all messages, in the order of their sequence
 * @param verdicts in the order in which they came
 * @param evidence the rows at its peak, once they have been seen
 */
public record AlertStory(Alert latest, List<Step> steps, List<AlertFeedback> verdicts, Optional<Evidence> evidence) {

    /** One message of an alert's life. */
    public record Step(int sequence, AlertStatus status, Severity severity, long observedAtMillis, double errorRatio) {}

    public AlertStory {
        steps = List.copyOf(steps);
        verdicts = List.copyOf(verdicts);
    }

    public String id() {
        return latest.getAlertId();
    }

    public boolean open() {
        return latest.getStatus() != AlertStatus.CLOSED;
    }

    /** Whether anybody has said anything of it. */
    public boolean acknowledged() {
        return !verdicts.isEmpty();
    }

    public boolean critical() {
        return latest.getSeverity() == Severity.CRITICAL;
    }

    public boolean silence() {
        return latest.getKind() == AlertKind.SILENCE;
    }

    /** The last verdict, if there is any. */
    public Optional<AlertFeedback> verdict() {
        return verdicts.isEmpty() ? Optional.empty() : Optional.of(verdicts.get(verdicts.size() - 1));
    }
}
