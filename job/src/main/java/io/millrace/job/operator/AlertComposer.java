package io.millrace.job.operator;

import io.millrace.job.state.EventState;
import io.millrace.job.state.Evidence;
import io.millrace.job.state.OpenEvent;
import io.millrace.job.state.ScoreLevels;
import io.millrace.job.state.Tally;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertStatus;
import io.millrace.schemas.CloseReason;
import io.millrace.schemas.MemberScore;
import io.millrace.schemas.Severity;
import io.millrace.schemas.TopSensor;
import io.millrace.schemas.TopStep;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** Puts an event into an alert message. Nothing in it depends on the clock: a replay makes the same bytes. */
final class AlertComposer {

    private static final int ID_BYTES = 16;

    private AlertComposer() {}

    /** Identity of an event: 128 bits of SHA-256 over machine, detector and onset, in hexadecimal. */
    static String alertId(String machineId, String detector, long onsetMillis) {
        byte[] machine = machineId.getBytes(StandardCharsets.UTF_8);
        byte[] name = detector.getBytes(StandardCharsets.UTF_8);
        // lengths keep ("ab", "c") apart from ("a", "bc")
        ByteBuffer identity = ByteBuffer.allocate(4 + machine.length + 4 + name.length + 8)
                .putInt(machine.length)
                .put(machine)
                .putInt(name.length)
                .put(name)
                .putLong(onsetMillis);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.array());
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * @param lengthWindows of the event, dilation included
     * @param observedAtMillis event time of what caused the message
     * @param reason why it is over, null while it is not
     */
    static Alert compose(
            OpenEvent event,
            EventState state,
            String machineId,
            AlertStatus status,
            int lengthWindows,
            long observedAtMillis,
            CloseReason reason) {
        Tally tally = event.tally();
        Evidence evidence = tally.peakEvidence();
        return Alert.newBuilder()
                .setAlertId(event.alertId())
                .setMachineId(machineId)
                .setDetector(state.detector())
                .setStatus(status)
                .setSeverity(tally.critical() ? Severity.CRITICAL : Severity.WARNING)
                .setStartsAtMillis(event.startsAtMillis())
                .setEndsAtMillis(reason == null ? null : (Long) event.endsAtMillis())
                .setObservedAtMillis(observedAtMillis)
                .setUpdateSequence(event.sequence())
                .setLengthWindows(lengthWindows)
                .setScore(tally.peakScore())
                .setThreshold(tally.peakThreshold())
                .setErrorRatio(tally.peakRatio())
                .setMeanErrorRatio(tally.meanRatio())
                .setConfidence(evidence.confidence())
                .setTopSensors(IntStream.range(0, evidence.sensors().length)
                        .mapToObj(i -> new TopSensor(
                                evidence.sensors()[i],
                                evidence.contributions()[i],
                                evidence.observed()[i],
                                evidence.expected()[i]))
                        .toList())
                .setTopSteps(IntStream.range(0, evidence.stepsBeforeEnd().length)
                        .mapToObj(i -> new TopStep(evidence.stepsBeforeEnd()[i], evidence.stepShares()[i]))
                        .toList())
                .setReason(sentence(evidence, lengthWindows, reason))
                .setModelId(state.modelId())
                .setModelVersion(tally.peakModelVersion())
                .setDataQuality(tally.worstQuality())
                .setCloseReason(reason)
                .setCalibratedScore(level(evidence.levels()))
                .setMemberScores(members(evidence.levels()))
                .build();
    }

    private static Double level(ScoreLevels levels) {
        return levels == null || Double.isNaN(levels.level()) ? null : (Double) levels.level();
    }

    private static List<MemberScore> members(ScoreLevels levels) {
        return levels == null
                ? List.of()
                : IntStream.range(0, levels.members().length)
                        .mapToObj(m -> new MemberScore(levels.members()[m], levels.scores()[m], levels.weights()[m]))
                        .toList();
    }

    private static String sentence(Evidence evidence, int lengthWindows, CloseReason reason) {
        if (reason == null) {
            return evidence.reason();
        }
        String after = lengthWindows == 1 ? " after 1 window: " : " after " + lengthWindows + " windows: ";
        return ending(reason) + after + evidence.reason();
    }

    private static String ending(CloseReason reason) {
        return switch (reason) {
            case RECOVERED -> "Back to normal";
            case SILENT -> "The machine fell silent";
            case GAP -> "The machine paused for too long";
            case MODEL_CHANGED -> "Another model took over";
            case END_OF_INPUT -> "The input ended";
        };
    }
}
