package io.millrace.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.state.ShadowTally;
import io.millrace.job.state.ShadowTally.Side;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ModelStatusKind;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When shadows are reported on, and what is said. */
class ShadowReportsTest {

    private KeyedOneInputStreamOperatorTestHarness<String, ShadowTally, ModelStatus> task;

    private void start(OperatorSubtaskState saved) throws Exception {
        task = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new ShadowReports(new ModelVoice("line-4"))),
                ShadowTally::modelId,
                Types.STRING);
        task.setup();
        if (saved != null) {
            task.initializeState(saved);
        }
        task.open();
        task.setProcessingTime(0);
    }

    @AfterEach
    void close() throws Exception {
        task.close();
    }

    /** Of a shadow, version 3: windows that both call normal. */
    private static ShadowTally tally(long serving, long epochMillis, int windows) {
        var tally = new ShadowTally("waves", 3, serving, epochMillis);
        for (int n = 0; n < windows; n++) {
            tally.window(0.5, 0.25);
        }
        return tally;
    }

    private void count(ShadowTally tally) throws Exception {
        task.processElement(tally, 0);
    }

    private List<ModelStatus> reports() {
        return task.extractOutputValues();
    }

    @Test
    void addsUpWhatTasksCountAndSaysSoFromTimeToTime() throws Exception {
        start(null);
        ShadowTally one = tally(2, 7, 97);
        one.window(0.9, 1.5);
        one.window(2, 0.9);
        one.window(2, 4);
        one.event(Side.SERVING);
        one.event(Side.SHADOW);
        one.event(Side.SHADOW);
        one.watched(1_800_000);
        count(one);
        ShadowTally two = tally(2, 7, 100);
        two.watched(1_800_000);
        count(two);
        assertThat(reports()).isEmpty();

        task.setProcessingTime(ShadowReports.FIRST_MILLIS);

        assertThat(reports()).hasSize(1);
        ModelStatus report = reports().get(0);
        assertThat(report.getStatus()).isEqualTo(ModelStatusKind.SHADOW_REPORT);
        assertThat(report.getJob()).isEqualTo("line-4");
        assertThat(report.getModelId()).isEqualTo("waves");
        assertThat(report.getVersion()).isEqualTo(3);
        assertThat(report.getServingVersion()).isEqualTo(2);
        assertThat(report.getReason())
                .contains("200 windows in 1.00 machine-hours beside version 2", "agrees on 99.00 %")
                .contains("would raise 2.000 alerts per machine-hour, version 2 does 1.000")
                .contains("score / threshold 0.28 on average", "of version 2 0.52 on average");

        task.setProcessingTime(ShadowReports.FIRST_MILLIS + 10 * ShadowReports.NEXT_MILLIS);
        assertThat(reports()).as("without further figures").hasSize(1);
        count(tally(2, 7, 50));
        task.setProcessingTime(ShadowReports.FIRST_MILLIS + 11 * ShadowReports.NEXT_MILLIS);
        assertThat(reports()).hasSize(2);
        assertThat(reports().get(1).getReason()).startsWith("250 windows");
    }

    @Test
    void goesOnAfterARestart() throws Exception {
        start(null);
        count(tally(2, 7, 10));
        OperatorSubtaskState saved = task.snapshot(1, 1);
        task.close();
        start(saved);

        count(tally(2, 7, 5));
        task.setProcessingTime(ShadowReports.FIRST_MILLIS);

        assertThat(reports())
                .singleElement()
                .satisfies(report -> assertThat(report.getReason()).startsWith("15 windows"));
    }

    @Test
    void anotherComparisonBeginsAnewAndWhatIsLateOfTheOldOneDoesNotCount() throws Exception {
        start(null);
        count(tally(2, 7, 10));
        count(tally(1, 9, 5)); // rolled back
        count(tally(2, 7, 10));
        task.setProcessingTime(ShadowReports.FIRST_MILLIS);

        assertThat(reports()).singleElement().satisfies(report -> {
            assertThat(report.getReason()).startsWith("5 windows");
            assertThat(report.getServingVersion()).isEqualTo(1);
        });
    }

    @Test
    void isSilentWhenItIsOver() throws Exception {
        start(null);
        count(tally(2, 7, 10));
        count(tally(2, 7, 0).end());
        count(tally(2, 7, 10)); // of a task that had not heard of it
        task.setProcessingTime(ShadowReports.FIRST_MILLIS + ShadowReports.NEXT_MILLIS);

        assertThat(reports()).isEmpty();
    }

    @Test
    void saysAtTheEndOfInputWhatHasBeenCounted() throws Exception {
        start(null);
        count(tally(2, 7, 10));

        task.processWatermark(Watermark.MAX_WATERMARK);

        assertThat(reports()).hasSize(1);
    }
}
