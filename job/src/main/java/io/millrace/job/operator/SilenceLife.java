package io.millrace.job.operator;

import io.millrace.job.state.EventState;
import io.millrace.job.state.Silence;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertKind;
import io.millrace.schemas.AlertStatus;
import io.millrace.schemas.CloseReason;
import io.millrace.schemas.DataQuality;
import io.millrace.schemas.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * The life of a machine's silence: announced when it has lasted long enough, over with the machine's next reading, when the machine is given
 * up, or when a finite input ends. No model has a part in it, so an alert of silence names none; its score is the silence so far and its
 * threshold the silence that is announced, both in seconds. Without state of its own.
 */
final class SilenceLife {

    /** What alerts of silence name as their detector. */
    static final String DETECTOR = "silence";

    private final long afterMillis;

    /** @param afterMillis how long a machine is silent until it is announced */
    SilenceLife(long afterMillis) {
        this.afterMillis = afterMillis;
    }

    /** @param atMillis event time at which the machine has been silent for long enough */
    void begin(EventState state, String machineId, long atMillis, Consumer<Alert> alerts) {
        if (state.silence() == null) {
            state.silence(new Silence(atMillis - afterMillis, afterMillis));
            alerts.accept(message(state.silence(), machineId, AlertStatus.OPENED, atMillis, null));
        }
    }

    /** @param atMillis event time of what ended it */
    void end(EventState state, String machineId, long atMillis, CloseReason reason, Consumer<Alert> alerts) {
        if (state.silence() != null) {
            alerts.accept(message(state.silence(), machineId, AlertStatus.CLOSED, atMillis, reason));
            state.silence(null);
        }
    }

    private static Alert message(
            Silence silence, String machineId, AlertStatus status, long atMillis, CloseReason reason) {
        double seconds = (atMillis - silence.sinceMillis()) / 1e3;
        double threshold = silence.afterMillis() / 1e3;
        return Alert.newBuilder()
                .setAlertId(AlertComposer.alertId(machineId, DETECTOR, silence.sinceMillis()))
                .setMachineId(machineId)
                .setDetector(DETECTOR)
                .setKind(AlertKind.SILENCE)
                .setStatus(status)
                .setSeverity(Severity.WARNING)
                .setStartsAtMillis(silence.sinceMillis())
                .setEndsAtMillis(reason == null ? null : (Long) atMillis)
                .setObservedAtMillis(atMillis)
                .setUpdateSequence(status == AlertStatus.OPENED ? 0 : 1)
                .setLengthWindows(1)
                .setScore(seconds)
                .setThreshold(threshold)
                .setErrorRatio(seconds / threshold)
                .setMeanErrorRatio(seconds / threshold)
                .setConfidence(1)
                .setTopSensors(List.of())
                .setTopSteps(List.of())
                .setReason(sentence(silence, atMillis, reason))
                .setModelId("")
                .setModelVersion(0)
                .setDataQuality(DataQuality.GOOD)
                .setCloseReason(reason)
                .build();
    }

    private static String sentence(Silence silence, long atMillis, CloseReason reason) {
        Instant last = Instant.ofEpochMilli(silence.sinceMillis());
        if (reason == null) {
            return "No reading since " + last + ", for " + words(silence.afterMillis()) + ".";
        }
        String lasted = words(atMillis - silence.sinceMillis());
        return switch (reason) {
            case RECOVERED -> "Readings are back after " + lasted + " without any.";
            case SILENT -> "No reading since " + last + ": the machine is given up after " + lasted + ".";
            case END_OF_INPUT -> "The input ended; no reading since " + last + ".";
            case GAP, MODEL_CHANGED -> throw new IllegalStateException("a silence never ends with " + reason);
        };
    }

    /** Such as {@code 1 h 5 min}, whole seconds. */
    private static String words(long millis) {
        Duration duration = Duration.ofMillis(millis);
        var words = new StringBuilder();
        append(words, duration.toDaysPart(), " d");
        append(words, duration.toHoursPart(), " h");
        append(words, duration.toMinutesPart(), " min");
        append(words, duration.toSecondsPart(), " s");
        return words.isEmpty() ? millis + " ms" : words.toString();
    }

    private static void append(StringBuilder words, long amount, String unit) {
        if (amount > 0) {
            words.append(words.isEmpty() ? "" : " ").append(amount).append(unit);
        }
    }
}
