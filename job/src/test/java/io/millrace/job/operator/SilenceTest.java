package io.millrace.job.operator;

import static io.millrace.job.operator.Settings.HOUR;
import static io.millrace.job.operator.Settings.MINUTE;
import static io.millrace.job.operator.Settings.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.operator.TinyModels.Recipe;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertKind;
import io.millrace.schemas.AlertStatus;
import io.millrace.schemas.CloseReason;
import io.millrace.schemas.WindowScore;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A machine that stops sending raises an alert of its own, and its next reading closes it. */
class SilenceTest {

    private static final long START = 1_700_000_000_000L;
    private static final long SILENCE = 40 * SECOND; // shorter than the pause that restarts the window

    private Plant plant;
    private long plantClock;

    private void start(long boundMillis, long silenceMillis) throws Exception {
        plant = new Plant(design(boundMillis, silenceMillis));
    }

    private static Plant.Design design(long boundMillis, long silenceMillis) {
        return Plant.Design.of(
                        Settings.silence(50, boundMillis, silenceMillis),
                        Recipe.plain().threshold(1e9)) // no window is ever anomalous
                .events(new EventSettings(30, 0.2, EventSettings.Scores.ALL, 1, "", silenceMillis));
    }

    @AfterEach
    void close() {
        if (plant != null) {
            plant.close();
        }
    }

    private static long at(long second) {
        return START + second * SECOND;
    }

    private void readings(String machineId, int from, int to) throws Exception {
        for (int second = from; second <= to; second++) {
            plant.reading(machineId, at(second), 0.1, 0.2, 0.3);
        }
    }

    /** Alerts, of which those wait for their turn that stand behind windows in a bundle. */
    private List<Alert> alerts() throws Exception {
        plant.processingTime(plantClock += SECOND);
        return plant.alerts();
    }

    private List<WindowScore> scores() throws Exception {
        plant.processingTime(plantClock += SECOND);
        return plant.scores();
    }

    private List<String> told() throws Exception {
        return alerts().stream()
                .map(alert -> alert.getMachineId() + " " + alert.getStatus() + " "
                        + (alert.getObservedAtMillis() - START) / SECOND)
                .toList();
    }

    @Test
    void opensWhenTheStreamHasPassedTheMachineByAndClosesWithItsNextReading() throws Exception {
        start(0, SILENCE);
        readings("pump", 0, 9);
        plant.watermark(at(9) + SILENCE - 1);
        assertThat(alerts()).isEmpty();

        plant.watermark(at(9) + SILENCE);

        Alert opened = alerts().get(0);
        assertThat(opened.getKind()).isEqualTo(AlertKind.SILENCE);
        assertThat(opened.getStatus()).isEqualTo(AlertStatus.OPENED);
        assertThat(opened.getDetector()).isEqualTo("silence");
        assertThat(opened.getStartsAtMillis()).isEqualTo(at(9));
        assertThat(opened.getObservedAtMillis()).isEqualTo(at(9) + SILENCE);
        assertThat(opened.getEndsAtMillis()).isNull();
        assertThat(opened.getScore()).as("seconds of silence").isEqualTo(40);
        assertThat(opened.getThreshold()).isEqualTo(40);
        assertThat(opened.getReason()).isEqualTo("No reading since 2023-11-14T22:13:29Z, for 40 s.");
    }

    @Test
    void closesWithTheNextReading() throws Exception {
        start(0, SILENCE);
        readings("pump", 0, 9);
        plant.watermark(at(9) + SILENCE);
        readings("pump", 3009, 3009);

        Alert closed = alerts().get(1);
        assertThat(closed.getAlertId()).isEqualTo(alerts().get(0).getAlertId());
        assertThat(closed.getStatus()).isEqualTo(AlertStatus.CLOSED);
        assertThat(closed.getKind()).isEqualTo(AlertKind.SILENCE);
        assertThat(closed.getUpdateSequence()).isEqualTo(1);
        assertThat(closed.getCloseReason()).isEqualTo(CloseReason.RECOVERED);
        assertThat(closed.getEndsAtMillis()).isEqualTo(at(3009));
        assertThat(closed.getErrorRatio()).isEqualTo(75);
        assertThat(closed.getReason()).isEqualTo("Readings are back after 50 min without any.");
    }

    /** A replay may read the next reading before any watermark has told of the silence. */
    @Test
    void silenceThatNoWatermarkToldOfIsToldAfterwardsInTheSameWords() throws Exception {
        start(0, SILENCE);
        readings("pump", 0, 9);
        plant.watermark(at(9) + SILENCE);
        readings("pump", 60, 70);
        List<Alert> live = alerts();
        plant.close();

        start(0, SILENCE);
        readings("pump", 0, 9);
        readings("pump", 60, 70);

        assertThat(alerts()).isEqualTo(live).hasSize(2);
    }

    @Test
    void whenTheWholeStreamStandsStillNobodyIsCalledSilent() throws Exception {
        start(0, SILENCE);
        readings("pump", 0, 9);
        readings("oven", 0, 9);
        plant.watermark(at(9));
        plant.processingTime(HOUR);

        assertThat(alerts()).isEmpty();
    }

    @Test
    void othersThatSendAreNotSilent() throws Exception {
        start(0, SILENCE);
        readings("pump", 0, 9);
        readings("oven", 0, 80);
        plant.watermark(at(80));

        assertThat(told()).containsExactly("pump OPENED 49");
    }

    /** A gateway that delivers a machine's readings an hour late does not make it silent while it delivers. */
    @Test
    void machineThatIsBehindTheOthersIsNotSilentWhileItSends() throws Exception {
        start(0, SILENCE);
        for (int second = 0; second < 200; second++) {
            plant.watermark(at(3000 + second));
            readings("pump", second, second);
        }

        assertThat(alerts()).isEmpty();
        plant.watermark(at(3199) + SILENCE);
        assertThat(told()).containsExactly("pump OPENED 239");
    }

    @Test
    void silenceThatEndedInTimeIsNone() throws Exception {
        start(0, SILENCE);
        readings("pump", 0, 9);
        plant.watermark(at(48));
        readings("pump", 48, 48);
        plant.watermark(at(87));

        assertThat(alerts()).isEmpty();
    }

    @Test
    void readingsThatWaitForTheirOrderAreScoredFirst() throws Exception {
        start(3 * SECOND, SILENCE);
        readings("pump", 0, 9);
        int scoredByThen = scores().size();

        plant.watermark(at(9) + SILENCE);

        assertThat(scores()).hasSize(scoredByThen + 3);
        assertThat(told()).containsExactly("pump OPENED 49");
        readings("pump", 100, 104); // the first of them is out of the machine's own bound with the fourth
        assertThat(told()).containsExactly("pump OPENED 49", "pump CLOSED 100");
    }

    @Test
    void shortSilenceDoesNotBreakTheSeries() throws Exception {
        start(0, SILENCE);
        readings("pump", 0, 9);
        readings("pump", 55, 60); // silent for 46 s; the window restarts after a minute

        assertThat(scores()).hasSize(12);
        assertThat(told()).containsExactly("pump OPENED 49", "pump CLOSED 55");
    }

    @Test
    void endsWhenTheMachineIsGivenUp() throws Exception {
        start(0, SILENCE);
        readings("pump", 0, 9);
        plant.watermark(at(9) + HOUR);

        Alert closed = alerts().get(1);
        assertThat(closed.getStatus()).isEqualTo(AlertStatus.CLOSED);
        assertThat(closed.getCloseReason()).isEqualTo(CloseReason.SILENT);
        assertThat(closed.getReason()).endsWith(": the machine is given up after 1 h.");

        readings("pump", 7200, 7209);
        assertThat(alerts()).as("a new life").hasSize(2);
    }

    @Test
    void givenUpWithoutAWatermarkTellsTheSame() throws Exception {
        start(0, SILENCE);
        readings("pump", 0, 9);
        plant.watermark(at(9) + HOUR);
        readings("pump", 7200, 7209);
        List<Alert> live = alerts();
        plant.close();

        start(0, SILENCE);
        readings("pump", 0, 9);
        readings("pump", 7200, 7209);

        assertThat(alerts()).isEqualTo(live).hasSize(2);
    }

    @Test
    void endOfInputClosesAnOpenSilenceAndMakesNone() throws Exception {
        start(0, SILENCE);
        readings("pump", 0, 9);
        readings("oven", 0, 70);
        plant.watermark(at(70));
        plant.endOfInput();

        assertThat(told()).containsExactly("pump OPENED 49", "pump CLOSED 49");
        assertThat(alerts().get(1).getCloseReason()).isEqualTo(CloseReason.END_OF_INPUT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void survivesFailureAndRescaling(boolean onRocksDb) throws Exception {
        Plant.Design design = design(0, SILENCE).parallelism(2);
        plant = new Plant(onRocksDb ? design.onRocksDb() : design);
        readings("pump", 0, 9);
        readings("oven", 0, 9);
        plant.failAndRestore();
        plant.watermark(at(9) + SILENCE);
        assertThat(told()).containsExactlyInAnyOrder("pump OPENED 49", "oven OPENED 49");

        plant.failAndRestore();
        plant.watermark(at(100));
        plant.rescale(3);
        readings("pump", 101, 101);
        plant.rescale(1);
        plant.endOfInput();

        assertThat(told())
                .containsExactlyInAnyOrder("pump OPENED 49", "oven OPENED 49", "pump CLOSED 101", "oven CLOSED 49");
    }

    @Test
    void machineThatNoModelServesIsWatchedToo() throws Exception {
        plant = new Plant(new Plant.Design(
                Settings.silence(50, 0, SILENCE),
                new EventSettings(30, 0.2, EventSettings.Scores.NONE, 1, "", SILENCE),
                1,
                List.of(),
                false));
        readings("pump", 0, 9);
        plant.watermark(at(60));
        readings("pump", 61, 61);

        assertThat(told()).containsExactly("pump OPENED 49", "pump CLOSED 61");
    }

    @Test
    void zeroIsNever() throws Exception {
        start(0, 0);
        readings("pump", 0, 9);
        plant.watermark(at(9) + HOUR - MINUTE);
        readings("pump", 3600, 3609);

        assertThat(alerts()).isEmpty();
    }
}
