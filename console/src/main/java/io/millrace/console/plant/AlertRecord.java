package io.millrace.console.plant;

import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertFeedback;
import io.millrace.schemas.AlertStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An alert as it grows. The topics are at-least-once: what comes again changes nothing. Mutable, guarded by the plant. */
final class AlertRecord {

    /** An alert that is updated for days must not fill the memory: its first and its last messages are kept. */
    private static final int MOST_STEPS = 400;

    private final List<AlertStory.Step> steps = new ArrayList<>();
    private final List<AlertFeedback> verdicts = new ArrayList<>();
    private Alert latest;
    private Evidence evidence;
    private double evidenceRatio;

    /** Whether the message is new. */
    boolean message(Alert alert) {
        if (latest != null && alert.getUpdateSequence() <= latest.getUpdateSequence()) {
            return false;
        }
        latest = alert;
        if (steps.size() == MOST_STEPS) {
            steps.remove(MOST_STEPS / 2);
        }
        steps.add(new AlertStory.Step(
                alert.getUpdateSequence(),
                alert.getStatus(),
                alert.getSeverity(),
                alert.getObservedAtMillis(),
                alert.getErrorRatio()));
        return true;
    }

    /** Whether the verdict is new. */
    boolean verdict(AlertFeedback feedback) {
        if (verdicts.contains(feedback)) {
            return false;
        }
        verdicts.add(feedback);
        return true;
    }

    /** Whether rows of the newest message should be kept: it is the strangest so far. */
    boolean wantsEvidence() {
        return latest.getStatus() != AlertStatus.CLOSED && (evidence == null || latest.getErrorRatio() > evidenceRatio);
    }

    void evidence(Evidence kept) {
        evidence = kept;
        evidenceRatio = latest.getErrorRatio();
    }

    Alert latest() {
        return latest;
    }

    boolean open() {
        return latest.getStatus() != AlertStatus.CLOSED;
    }

    AlertStory story() {
        return new AlertStory(latest, steps, verdicts, Optional.ofNullable(evidence));
    }
}
