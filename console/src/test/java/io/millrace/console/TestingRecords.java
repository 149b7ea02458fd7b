package io.millrace.console;

import io.millrace.console.plant.Reading;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertFeedback;
import io.millrace.schemas.AlertStatus;
import io.millrace.schemas.CloseReason;
import io.millrace.schemas.DataQuality;
import io.millrace.schemas.Severity;
import io.millrace.schemas.TopSensor;
import io.millrace.schemas.Verdict;
import io.millrace.schemas.WindowScore;
import java.util.List;
import java.util.Map;

/** Records of a plant whose machines have a flow and a pressure and send every ten seconds. */
public final class TestingRecords {

    public static final long START = 1_767_592_800_000L;

    private TestingRecords() {}

    /** Event time of a reading. */
    public static long step(int number) {
        return START + number * 10_000L;
    }

    public static Reading reading(String machine, int step) {
        return new Reading(
                machine,
                step(step),
                Map.of("flow", 80 + 10 * Math.sin(step / 9.0), "pressure", 5 + Math.sin(step / 9.0)));
    }

    public static WindowScore score(String machine, int step, double ratio) {
        return WindowScore.newBuilder()
                .setMachineId(machine)
                .setTimestampMillis(step(step))
                .setScore(0.02 * ratio)
                .setThreshold(0.02)
                .setErrorRatio(ratio)
                .setAnomalous(ratio > 1)
                .setDetector("lstm-autoencoder")
                .setModelId("pump")
                .setModelVersion(1L)
                .setDataQuality(DataQuality.GOOD)
                .build();
    }

    public static Alert alert(
            String machine, String id, int sequence, AlertStatus status, Severity severity, int step) {
        boolean closed = status == AlertStatus.CLOSED;
        return Alert.newBuilder()
                .setAlertId(id)
                .setMachineId(machine)
                .setDetector("lstm-autoencoder")
                .setStatus(status)
                .setSeverity(severity)
                .setStartsAtMillis(step(step) - 30_000)
                .setEndsAtMillis(closed ? (Long) step(step) : null)
                .setObservedAtMillis(step(step))
                .setUpdateSequence(sequence)
                .setLengthWindows(3 + sequence)
                .setScore(0.05)
                .setThreshold(0.02)
                .setErrorRatio(2.5 + sequence)
                .setMeanErrorRatio(2.0)
                .setConfidence(0.8)
                .setTopSensors(
                        List.of(new TopSensor("pressure", 0.9, 7.5, 5.2), new TopSensor("flow", 0.1, 80.0, 82.0)))
                .setTopSteps(List.of())
                .setReason(
                        "pressure was 7.5 bar where 5.2 bar was expected; it carries 90 % of an error 2.5 times the threshold.")
                .setModelId("pump")
                .setModelVersion(1L)
                .setDataQuality(DataQuality.GOOD)
                .setCloseReason(closed ? CloseReason.RECOVERED : null)
                .build();
    }

    public static AlertFeedback verdict(String machine, String alertId, Verdict verdict) {
        return AlertFeedback.newBuilder()
                .setAlertId(alertId)
                .setMachineId(machine)
                .setVerdict(verdict)
                .setComment("")
                .setBy("night shift")
                .setAtMillis(START)
                .build();
    }
}
