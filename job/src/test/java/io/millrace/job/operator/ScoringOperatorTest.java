package io.millrace.job.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.junit.jupiter.api.Test;

/** Bundles: when their scores leave, and that nothing is in flight in a checkpoint. */
class ScoringOperatorTest extends TaskWithReadings {

    @Test
    void windowsWaitUntilTheBundleIsFull() throws Exception {
        start(Settings.bundles(3), MODEL);

        readings("pump", 0, 5);
        assertThat(task.taken()).as("two windows of three").isEmpty();
        readings("pump", 6, 6);

        assertThat(takenSeconds()).containsExactly(4L, 5L, 6L);
    }

    @Test
    void windowsWaitNoLongerThanTheBundleDelay() throws Exception {
        start(Settings.bundles(100), MODEL);
        task.setProcessingTime(1_000);

        readings("pump", 0, 5);
        task.setProcessingTime(1_049);
        assertThat(task.taken()).isEmpty();
        task.setProcessingTime(1_050);

        assertThat(takenSeconds()).containsExactly(4L, 5L);
    }

    @Test
    void scoresLeaveBeforeTheWatermark() throws Exception {
        start(Settings.bundles(100), MODEL);

        readings("pump", 0, 4);
        task.watermark(at(4));

        var output = new ArrayList<>(task.getOutput());
        assertThat(output).hasSize(2);
        assertThat(output.get(1)).isEqualTo(new Watermark(at(4)));
    }

    @Test
    void silentModelsTopicDoesNotHoldTheWatermarkBack() throws Exception {
        start(Settings.bundles(100), MODEL);

        task.watermark(at(1));
        task.modelsWatermark(at(0));
        task.watermark(at(2));

        assertThat(task.getOutput()).containsExactly(new Watermark(at(1)), new Watermark(at(2)));
    }

    @Test
    void onlyTheReadingsDecideWhetherTheStreamIsIdle() throws Exception {
        start(Settings.bundles(100), MODEL);

        task.idle(false, true);
        task.idle(true, false);

        assertThat(task.getOutput()).containsExactly(WatermarkStatus.ACTIVE, WatermarkStatus.IDLE);
    }

    @Test
    void nothingIsInFlightInACheckpoint() throws Exception {
        start(Settings.bundles(100), MODEL);
        readings("pump", 0, 5);

        OperatorSubtaskState saved = task.checkpoint(1);
        assertThat(takenSeconds()).as("flushed before the barrier").containsExactly(4L, 5L);
        restartFrom(saved, Settings.bundles(100), MODEL);
        readings("pump", 6, 6);
        task.endReadings();

        assertThat(takenSeconds()).as("neither lost nor scored twice").containsExactly(6L);
    }

    @Test
    void snapshotWithWindowsInFlightIsRefused() throws Exception {
        start(Settings.bundles(100), MODEL);
        readings("pump", 0, 4);

        assertThatThrownBy(() -> task.snapshot(1, 1)).rootCause().hasMessageContaining("1 windows are in flight");
    }

    @Test
    void endOfReadingsFlushes() throws Exception {
        start(Settings.bundles(100), MODEL);
        readings("pump", 0, 4);

        task.endReadings();

        assertThat(takenSeconds()).containsExactly(4L);
    }

    @Test
    void anomalousWindowSaysWhy() throws Exception {
        start(Settings.bundles(1), MODEL.threshold(1e-6));
        readings("pump", 0, 4);

        ScoredWindow window = task.taken().get(0);
        assertThat(window.anomalous()).isTrue();
        assertThat(window.evidence().sensors()).containsExactlyInAnyOrder(TinyModels.SENSORS);
        assertThat(window.evidence().contributions()[0])
                .isGreaterThanOrEqualTo(window.evidence().contributions()[1]);
        assertThat(window.evidence().reason()).contains(window.evidence().sensors()[0]);
        assertThat(window.evidence().stepsBeforeEnd()).hasSize(3);
    }
}
