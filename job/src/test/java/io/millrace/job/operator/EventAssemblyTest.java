package io.millrace.job.operator;

import static io.millrace.job.operator.Settings.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.operator.ScoredWindow.Kind;
import io.millrace.job.state.Evidence;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertStatus;
import io.millrace.schemas.CloseReason;
import io.millrace.schemas.DataQuality;
import io.millrace.schemas.Severity;
import io.millrace.schemas.WindowScore;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventAssemblyTest {

    private static final long START = 1_700_000_000_000L;
    private static final double THRESHOLD = 2;

    /** Windows of one morphology: runs of 3, gaps of 2. */
    private int minEventLength = 3;

    private int mergeGap = 2;
    private int dilation = 0;
    private String modelId = "tiny";
    private long modelVersion = 1;
    private DataQuality quality = DataQuality.GOOD;

    private KeyedOneInputStreamOperatorTestHarness<String, ScoredWindow, Alert> task;
    private int second;
    private int read;

    @BeforeEach
    void start() throws Exception {
        start(EventSettings.DEFAULTS, null);
    }

    private void start(EventSettings settings, OperatorSubtaskState saved) throws Exception {
        close();
        task = new KeyedOneInputStreamOperatorTestHarness<>(
                new EventAssemblyFactory(settings), ScoredWindow::machineId, Types.STRING, 128, 1, 0);
        if (saved != null) {
            task.initializeState(saved);
        }
        task.open();
        read = 0;
    }

    @AfterEach
    void close() throws Exception {
        if (task != null) {
            task.close();
        }
    }

    /** One window a second with these ratios to the threshold. */
    private void ratios(double... ratios) throws Exception {
        for (double ratio : ratios) {
            process(window("pump", at(second++), ratio));
        }
    }

    private void process(ScoredWindow window) throws Exception {
        task.processElement(new StreamRecord<>(window, window.timestampMillis()));
    }

    private void mark(Kind kind, long timestampMillis) throws Exception {
        process(ScoredWindow.mark(kind, "pump", timestampMillis));
    }

    private ScoredWindow window(String machineId, long timestampMillis, double ratio) {
        Evidence evidence = ratio <= 1
                ? null
                : new Evidence(
                        new String[] {"temperature"},
                        new double[] {0.9},
                        new double[] {ratio},
                        new double[] {1},
                        new int[] {0},
                        new double[] {0.5},
                        0.6,
                        "temperature is " + ratio + ".");
        return new ScoredWindow(
                Kind.WINDOW,
                machineId,
                timestampMillis,
                ratio * THRESHOLD,
                THRESHOLD,
                "lstm-autoencoder",
                modelId,
                modelVersion,
                quality,
                minEventLength,
                mergeGap,
                dilation,
                5,
                evidence);
    }

    private static long at(int second) {
        return START + second * SECOND;
    }

    /** Alerts since the last call. */
    private List<Alert> alerts() {
        List<Alert> all = new ArrayList<>(task.extractOutputValues());
        List<Alert> fresh = all.subList(read, all.size());
        read = all.size();
        return fresh;
    }

    private Alert onlyAlert() {
        List<Alert> alerts = alerts();
        assertThat(alerts).hasSize(1);
        return alerts.get(0);
    }

    private int stateEntries() {
        return (int) task.getOperator()
                .<String>getKeyedStateBackend()
                .getKeys("events", VoidNamespace.INSTANCE)
                .count();
    }

    @Test
    void opensWhenTheRunIsLongEnoughAndTellsItsOnset() throws Exception {
        ratios(0.5, 2, 4);
        assertThat(alerts()).isEmpty();
        ratios(3);

        Alert alert = onlyAlert();
        assertThat(alert.getStatus()).isEqualTo(AlertStatus.OPENED);
        assertThat(alert.getMachineId()).isEqualTo("pump");
        assertThat(alert.getStartsAtMillis()).isEqualTo(at(1));
        assertThat(alert.getEndsAtMillis()).isNull();
        assertThat(alert.getObservedAtMillis()).isEqualTo(at(3));
        assertThat(alert.getLengthWindows()).isEqualTo(3);
        assertThat(alert.getUpdateSequence()).isZero();
        assertThat(alert.getScore()).isEqualTo(8);
        assertThat(alert.getThreshold()).isEqualTo(THRESHOLD);
        assertThat(alert.getErrorRatio()).isEqualTo(4);
        assertThat(alert.getMeanErrorRatio()).isEqualTo(3);
        assertThat(alert.getSeverity()).isEqualTo(Severity.WARNING);
        assertThat(alert.getReason()).as("of the peak").isEqualTo("temperature is 4.0.");
        assertThat(alert.getTopSensors())
                .singleElement()
                .satisfies(top -> assertThat(top.getObserved()).isEqualTo(4));
        assertThat(alert.getConfidence()).isEqualTo(0.6);
        assertThat(alert.getCloseReason()).isNull();
    }

    @Test
    void runThatIsTooShortIsNoEvent() throws Exception {
        ratios(0.5, 2, 4, 0.5, 2, 2, 0.5, 0.5, 0.5);

        assertThat(alerts()).isEmpty();
    }

    @Test
    void runThatWasTooShortIsForgotten() throws Exception {
        ratios(9, 0.5, 2, 2, 2);

        Alert alert = onlyAlert();
        assertThat(alert.getErrorRatio()).isEqualTo(2);
        assertThat(alert.getMeanErrorRatio()).isEqualTo(2);
    }

    @Test
    void closesAsSoonAsTheGapIsTooWideAndTellsItsEnd() throws Exception {
        ratios(2, 2, 2);
        Alert opened = onlyAlert();
        ratios(0.5, 0.5);
        assertThat(alerts()).as("two windows of gap are merged").isEmpty();
        ratios(0.5);

        Alert closed = onlyAlert();
        assertThat(closed.getAlertId()).isEqualTo(opened.getAlertId());
        assertThat(closed.getStatus()).isEqualTo(AlertStatus.CLOSED);
        assertThat(closed.getCloseReason()).isEqualTo(CloseReason.RECOVERED);
        assertThat(closed.getUpdateSequence()).isEqualTo(1);
        assertThat(closed.getStartsAtMillis()).isEqualTo(at(0));
        assertThat(closed.getEndsAtMillis()).isEqualTo(at(2));
        assertThat(closed.getObservedAtMillis()).isEqualTo(at(5));
        assertThat(closed.getLengthWindows()).isEqualTo(3);
        assertThat(closed.getMeanErrorRatio())
                .as("of the event, without the windows after it")
                .isEqualTo(2);
        assertThat(closed.getReason()).isEqualTo("Back to normal after 3 windows: temperature is 2.0.");
    }

    @Test
    void gapThatIsMergedBelongsToTheEvent() throws Exception {
        ratios(2, 2, 2, 0.5, 0.5, 2, 2, 2, 0.5, 0.5, 0.5);

        List<Alert> alerts = alerts();
        assertThat(alerts).extracting(Alert::getStatus).containsExactly(AlertStatus.OPENED, AlertStatus.CLOSED);
        assertThat(alerts.get(1).getLengthWindows()).isEqualTo(8);
        assertThat(alerts.get(1).getMeanErrorRatio()).isEqualTo((6 * 2 + 2 * 0.5) / 8);
        assertThat(alerts.get(1).getEndsAtMillis()).isEqualTo(at(7));
    }

    @Test
    void dilationWidensTheEventAtBothEnds() throws Exception {
        dilation = 2;
        ratios(0.5, 0.5, 0.5, 0.5, 2, 2, 2, 0.5, 0.5, 0.5, 0.5, 0.5);

        List<Alert> alerts = alerts();
        assertThat(alerts).extracting(Alert::getStartsAtMillis).containsExactly(at(2), at(2));
        assertThat(alerts.get(1).getEndsAtMillis()).isEqualTo(at(8));
        assertThat(alerts.get(1).getLengthWindows()).isEqualTo(7);
    }

    @Test
    void updateIsSentWhenTheEventHasGrown() throws Exception {
        start(new EventSettings(4, 0.2, EventSettings.Scores.NONE, 1, "", 0), null);
        ratios(2, 2, 2);
        alerts();
        ratios(2, 2, 2);
        assertThat(alerts()).isEmpty();
        ratios(2);

        Alert updated = onlyAlert();
        assertThat(updated.getStatus()).isEqualTo(AlertStatus.UPDATED);
        assertThat(updated.getLengthWindows()).isEqualTo(7);
        assertThat(updated.getUpdateSequence()).isEqualTo(1);
        ratios(2, 2, 2, 2);
        assertThat(alerts()).extracting(Alert::getUpdateSequence).containsExactly(2);
    }

    @Test
    void updateIsSentWhenThePeakHasRisen() throws Exception {
        ratios(2, 2, 2);
        alerts();
        ratios(2.3);
        assertThat(alerts()).as("15 %").isEmpty();
        ratios(2.4);

        Alert updated = onlyAlert();
        assertThat(updated.getErrorRatio()).isEqualTo(2.4);
        assertThat(updated.getReason()).isEqualTo("temperature is 2.4.");
    }

    @Test
    void updateIsSentAtOnceWhenTheEventBecomesCritical() throws Exception {
        ratios(4.5, 4.5, 4.5);
        alerts();
        ratios(5);

        assertThat(onlyAlert().getSeverity()).isEqualTo(Severity.CRITICAL);
        ratios(4.5, 0.5, 0.5, 0.5);
        assertThat(onlyAlert().getSeverity()).as("by the highest ratio so far").isEqualTo(Severity.CRITICAL);
    }

    @Test
    void longPauseClosesTheEvent() throws Exception {
        ratios(2, 2, 2, 0.5);
        alerts();
        mark(Kind.SERIES_RESTARTED, at(900));

        Alert closed = onlyAlert();
        assertThat(closed.getCloseReason()).isEqualTo(CloseReason.GAP);
        assertThat(closed.getEndsAtMillis()).isEqualTo(at(2));
        assertThat(closed.getObservedAtMillis()).isEqualTo(at(900));
    }

    @Test
    void runDoesNotReachAcrossALongPause() throws Exception {
        ratios(0.5, 2, 2);
        mark(Kind.SERIES_RESTARTED, at(900));
        second = 900;
        ratios(2, 2);
        assertThat(alerts()).isEmpty();
        ratios(2);

        assertThat(onlyAlert().getStartsAtMillis()).isEqualTo(at(900));
    }

    @Test
    void silenceClosesTheEventAndLeavesNothing() throws Exception {
        ratios(2, 2, 2);
        alerts();
        mark(Kind.SILENT, at(3600));

        Alert closed = onlyAlert();
        assertThat(closed.getCloseReason()).isEqualTo(CloseReason.SILENT);
        assertThat(closed.getReason()).startsWith("The machine fell silent after 3 windows");
        assertThat(stateEntries()).isZero();
        assertThat(task.numEventTimeTimers()).isZero();
    }

    @Test
    void markOfAMachineWithoutWindowsLeavesNoState() throws Exception {
        mark(Kind.SERIES_RESTARTED, at(0));
        mark(Kind.SILENT, at(1));

        assertThat(alerts()).isEmpty();
        assertThat(stateEntries()).isZero();
    }

    @Test
    void anotherModelClosesTheEventOfTheFirst() throws Exception {
        ratios(2, 2, 2);
        alerts();
        modelId = "other";
        ratios(2, 2, 2);

        List<Alert> alerts = alerts();
        assertThat(alerts).extracting(Alert::getStatus).containsExactly(AlertStatus.CLOSED, AlertStatus.OPENED);
        assertThat(alerts.get(0).getCloseReason()).isEqualTo(CloseReason.MODEL_CHANGED);
        assertThat(alerts.get(0).getModelId()).isEqualTo("tiny");
        assertThat(alerts.get(1).getModelId()).isEqualTo("other");
        assertThat(alerts.get(1).getStartsAtMillis()).isEqualTo(at(3));
    }

    @Test
    void newVersionOfTheModelGoesOnWithTheEvent() throws Exception {
        ratios(2, 2, 2);
        alerts();
        modelVersion = 2;
        ratios(3, 0.5, 0.5, 0.5);

        assertThat(alerts()).extracting(Alert::getStatus).containsExactly(AlertStatus.UPDATED, AlertStatus.CLOSED);
    }

    @Test
    void endOfInputClosesWhatIsOpen() throws Exception {
        ratios(2, 2, 2, 0.5);
        alerts();
        task.processWatermark(at(1_000_000));
        assertThat(alerts()).as("event time alone ends no event").isEmpty();
        task.processWatermark(Long.MAX_VALUE);

        Alert closed = onlyAlert();
        assertThat(closed.getCloseReason()).isEqualTo(CloseReason.END_OF_INPUT);
        assertThat(closed.getObservedAtMillis()).isEqualTo(at(3));
    }

    @Test
    void restoreInTheMiddleOfARunAndOfAnEventChangesNothing() throws Exception {
        dilation = 1;
        double[] ratios = {0.5, 2, 3, 2, 0.5, 2, 2, 4, 0.5, 0.5, 0.5, 6, 6, 6, 6, 0.5, 0.5, 0.5, 0.5};
        ratios(ratios);
        List<Alert> undisturbed = alerts();
        assertThat(undisturbed).hasSize(5);

        for (int cut = 1; cut < ratios.length; cut++) {
            start();
            second = 0;
            ratios(java.util.Arrays.copyOf(ratios, cut));
            List<Alert> alerts = alerts();
            OperatorSubtaskState saved = task.snapshot(1, 1);
            start(EventSettings.DEFAULTS, saved);
            ratios(java.util.Arrays.copyOfRange(ratios, cut, ratios.length));
            alerts.addAll(alerts());

            assertThat(alerts).as("restored after %d windows", cut).isEqualTo(undisturbed);
        }
    }

    @Test
    void worstQualityOfTheEventIsTold() throws Exception {
        ratios(2);
        quality = DataQuality.DEGRADED;
        ratios(2);
        quality = DataQuality.IMPUTED;
        ratios(2);

        assertThat(onlyAlert().getDataQuality()).isEqualTo(DataQuality.DEGRADED);
    }

    @Test
    void machinesHaveTheirOwnEvents() throws Exception {
        for (int s = 0; s < 3; s++) {
            process(window("pump", at(s), 2));
            process(window("oven", at(s), s == 1 ? 0.5 : 2));
        }

        assertThat(onlyAlert().getMachineId()).isEqualTo("pump");
    }

    @Test
    void alertIdDependsOnMachineDetectorAndOnsetAlone() {
        String id = AlertComposer.alertId("pump", "lstm", 1);
        assertThat(id).hasSize(32).isEqualTo("49aeb7bf77372ae7c32fa54526aeea36");
        assertThat(List.of(
                        id,
                        AlertComposer.alertId("pum", "plstm", 1),
                        AlertComposer.alertId("pump", "lstm", 2),
                        AlertComposer.alertId("pump", "pca", 1)))
                .doesNotHaveDuplicates();
    }

    @Test
    void scoresArePublishedAsConfigured() throws Exception {
        start(new EventSettings(30, 0.2, EventSettings.Scores.SAMPLED, 3, "", 0), null);
        ratios(0.5, 2, 0.5, 0.7, 0.5);

        assertThat(scores()).extracting(WindowScore::getErrorRatio).containsExactly(0.5, 0.7);

        start(new EventSettings(30, 0.2, EventSettings.Scores.ALL, 1, "", 0), null);
        ratios(0.5, 2);
        assertThat(scores()).extracting(WindowScore::getAnomalous).containsExactly(false, true);
    }

    @Test
    void scoresOfHeartbeatsArePublishedWhateverIsConfigured() throws Exception {
        start(new EventSettings(30, 0.2, EventSettings.Scores.NONE, 1, "beat", 0), null);
        process(window("beat-3", at(0), 0.5));
        process(window("pump", at(0), 0.5));

        assertThat(scores()).extracting(WindowScore::getMachineId).containsExactly("beat-3");
    }

    private List<WindowScore> scores() {
        return task.getSideOutput(Outputs.SCORES).stream()
                .map(StreamRecord::getValue)
                .toList();
    }
}
