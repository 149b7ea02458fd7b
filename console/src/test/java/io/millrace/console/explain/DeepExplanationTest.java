package io.millrace.console.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.console.TestingPump;
import io.millrace.console.explain.WindowStudy.Window;
import io.millrace.console.plant.Rows;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.explain.Attribution;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The demo's pump model on rows of a simulated pump, one sensor of which is off for a while. */
class DeepExplanationTest {

    private static ModelArtefact model;
    private static Rows healthy;

    @BeforeAll
    static void simulate() throws Exception {
        model = TestingPump.model();
        healthy = TestingPump.healthyRows(180);
    }

    @Test
    void theSensorThatIsOffAddsMostAndWouldHaveKeptTheWindowNormal() throws Exception {
        Rows faulty = TestingPump.changed(healthy, "motor_current", 100, 130, 25);

        DeepExplanation deep = DeepExplanation.of(
                model, "pump-01", faulty, Window.STRANGEST, List.of(faulty.before(faulty.timestamps()[100]), faulty));

        Attribution attribution = deep.explanation().attribution();
        assertThat(attribution.sensors().get(attribution.ranking().get(0))).isEqualTo("motor_current");
        assertThat(attribution.score()).isGreaterThan(deep.explanation().threshold());
        assertThat(attribution.sum())
                .isCloseTo(attribution.score() - attribution.backgroundScore(), within(1e-6 * attribution.score()));
        assertThat(attribution.backgroundScore()).isLessThan(deep.explanation().threshold());
        assertThat(deep.explanation().background()).contains("pump-01 that scored below the threshold");
        assertThat(deep.explanation().counterfactualSentence()).contains("motor_current");
        assertThat(deep.timestamps()).hasSize(60).isSorted();
        assertThat(deep.modelId()).isEqualTo(model.modelId());
        // The same window that the page marks.
        WindowStudy study = WindowStudy.of(model, "pump-01", faulty, Window.STRANGEST)
                .study()
                .orElseThrow();
        assertThat(deep.timestamps()[59]).isEqualTo(study.timestamps()[study.explainedRow()]);
    }

    @Test
    void withoutHealthyWindowsTheMiddleOfTheTrainingDataStandsIn() throws Exception {
        Rows faulty = TestingPump.changed(healthy, "motor_current", 0, 180, 25);

        DeepExplanation deep = DeepExplanation.of(model, "pump-01", faulty, Window.NEWEST, List.of(faulty));

        assertThat(deep.explanation().background()).contains("no healthy rows were given");
    }

    @Test
    void saysThatThereIsNoWindow() {
        assertThatThrownBy(
                        () -> DeepExplanation.of(model, "pump-01", healthy.tail(59), Window.NEWEST, List.of(healthy)))
                .isInstanceOf(UnexplainableException.class)
                .hasMessageContainingAll("59 whole rows", "60");
    }
}
