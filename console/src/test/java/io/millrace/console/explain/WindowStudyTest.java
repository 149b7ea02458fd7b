package io.millrace.console.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.console.TestingPump;
import io.millrace.console.explain.WindowStudy.Result;
import io.millrace.console.explain.WindowStudy.Window;
import io.millrace.console.plant.Rows;
import io.millrace.detection.artefact.ModelArtefact;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The demo's pump model on rows of a simulated pump. */
class WindowStudyTest {

    private static ModelArtefact model;
    private static Rows healthy;

    @BeforeAll
    static void simulate() throws Exception {
        model = TestingPump.model();
        healthy = TestingPump.healthyRows(180);
    }

    @Test
    void aHealthyMachineStaysBelowItsThresholdAndNearWhatIsExpected() {
        WindowStudy study = study(healthy, Window.NEWEST);

        assertThat(study.explanation().errorRatio()).isLessThan(1);
        assertThat(study.explainedRow()).isEqualTo(179);
        assertThat(study.traces())
                .extracting(SensorTrace::sensor)
                .containsExactlyInAnyOrderElementsOf(healthy.sensors());
        for (SensorTrace trace : study.traces()) {
            assertThat(trace.expected()).as(trace.sensor()).hasSize(180).doesNotContain(Double.NaN);
            assertThat(trace.bandHalfWidth()).isPositive();
            assertThat(share(trace, trace.bandHalfWidth()))
                    .as("rows of " + trace.sensor() + " within its band")
                    .isGreaterThan(0.9);
        }
    }

    @Test
    void aSensorThatIsOffIsNamedWhereItWasWorst() {
        Rows faulty = TestingPump.changed(healthy, "motor_current", 100, 130, 25);

        WindowStudy study = study(faulty, Window.STRANGEST);

        assertThat(study.explanation().errorRatio()).isGreaterThan(1);
        assertThat(study.explanation().sensors().get(0).sensor()).isEqualTo("motor_current");
        assertThat(study.explanation().reason()).contains("motor_current", "times the threshold");
        assertThat(study.explainedRow()).isBetween(100, 179);
        assertThat(study.scores()[study.explainedRow()])
                .isEqualTo(Arrays.stream(study.scores())
                        .filter(Double::isFinite)
                        .max()
                        .orElseThrow());
        // The very window that is explained covers the rows before it, so its expectation is what the explanation
        // speaks of.
        SensorTrace current = study.traces().stream()
                .filter(trace -> trace.sensor().equals("motor_current"))
                .findFirst()
                .orElseThrow();
        assertThat(current.expected())
                .contains(study.explanation().sensors().get(0).expected());
    }

    @Test
    void saysWhatIsMissing() {
        Rows withoutFlow = new Rows(
                healthy.sensors().stream()
                        .map(name -> name.equals("flow") ? "other" : name)
                        .toList(),
                healthy.timestamps(),
                healthy.values());

        assertThat(result(withoutFlow).trouble()).contains("no sensor flow", "pump");
        assertThat(result(healthy.tail(59)).trouble()).contains("59 whole rows", "60");
    }

    @Test
    void aLongPauseStartsTheRowsAnew() {
        long[] paused = healthy.timestamps().clone();
        for (int r = 0; r < 100; r++) {
            paused[r] -= 3_600_000;
        }

        WindowStudy study = study(new Rows(healthy.sensors(), paused, healthy.values()), Window.NEWEST);

        assertThat(study.timestamps()).hasSize(80);
    }

    private static double share(SensorTrace trace, double halfWidth) {
        int within = 0;
        for (int r = 0; r < trace.observed().length; r++) {
            within += Math.abs(trace.observed()[r] - trace.expected()[r]) <= halfWidth ? 1 : 0;
        }
        return (double) within / trace.observed().length;
    }

    private static WindowStudy study(Rows rows, Window which) {
        Result result = WindowStudy.of(model, "pump-01", rows, which);
        assertThat(result.trouble()).isEmpty();
        return result.study().orElseThrow();
    }

    private static Result result(Rows rows) {
        return WindowStudy.of(model, "pump-01", rows, Window.NEWEST);
    }
}
