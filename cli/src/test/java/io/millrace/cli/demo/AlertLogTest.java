package io.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertKind;
import io.millrace.schemas.AlertStatus;
import io.millrace.schemas.DataQuality;
import io.millrace.schemas.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertLogTest {

    private final AlertLog log = new AlertLog();

    @Test
    void joinsTheMessagesOfAnEvent() {
        log.add(message("a", 0, AlertStatus.OPENED, 1_200, null));
        log.add(message("a", 1, AlertStatus.UPDATED, 1_800, null));
        log.add(message("a", 2, AlertStatus.CLOSED, 2_500, 2_000L));

        assertThat(log.spans()).containsExactly(new AlertSpan("a", "pump-01", 1_000, 1_200, 2_000, true));
        assertThat(log.opened()).isEqualTo(1);
        assertThat(log.closed()).isEqualTo(1);
    }

    @Test
    void letsAnOpenEventReachToItsLatestMessage() {
        log.add(message("a", 0, AlertStatus.OPENED, 1_200, null));
        log.add(message("a", 1, AlertStatus.UPDATED, 1_800, null));

        assertThat(log.spans()).containsExactly(new AlertSpan("a", "pump-01", 1_000, 1_200, 1_800, false));
        assertThat(log.closed()).isZero();
    }

    @Test
    void ignoresAMessageThatComesAgain() {
        Alert opened = message("a", 0, AlertStatus.OPENED, 1_200, null);
        Alert closed = message("a", 1, AlertStatus.CLOSED, 1_900, 1_700L);

        assertThat(log.add(opened)).isTrue();
        assertThat(log.add(closed)).isTrue();
        assertThat(log.add(opened)).isFalse();

        assertThat(log.spans()).hasSize(1).allMatch(AlertSpan::closed);
    }

    @Test
    void silenceIsNoEventButNewsAllTheSame() {
        Alert silence = message("s", 0, AlertStatus.OPENED, 1_200, null);
        silence.setKind(AlertKind.SILENCE);

        assertThat(log.add(silence)).isTrue();
        assertThat(log.add(silence)).isFalse();
        assertThat(log.spans()).isEmpty();
    }

    private static Alert message(String id, int sequence, AlertStatus status, long observedAt, Long endsAt) {
        return Alert.newBuilder()
                .setAlertId(id)
                .setMachineId("pump-01")
                .setDetector("lstm-autoencoder")
                .setStatus(status)
                .setSeverity(Severity.WARNING)
                .setStartsAtMillis(1_000)
                .setEndsAtMillis(endsAt)
                .setObservedAtMillis(observedAt)
                .setUpdateSequence(sequence)
                .setLengthWindows(1)
                .setScore(2)
                .setThreshold(1)
                .setErrorRatio(2)
                .setMeanErrorRatio(2)
                .setConfidence(0.5)
                .setTopSensors(List.of())
                .setTopSteps(List.of())
                .setReason("")
                .setModelId("pump")
                .setModelVersion(1)
                .setDataQuality(DataQuality.GOOD)
                .build();
    }
}
