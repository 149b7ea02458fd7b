package io.millrace.console.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.console.TestingModelFiles;
import io.millrace.console.TestingPump;
import io.millrace.console.TestingRecords;
import io.millrace.console.explain.DeepExplanation;
import io.millrace.console.explain.ExplanationDesk;
import io.millrace.console.explain.ExplanationDesk.State;
import io.millrace.console.explain.WindowStudy.Window;
import io.millrace.console.model.ModelCatalogue;
import io.millrace.console.plant.Plant;
import io.millrace.console.plant.Rows;
import io.millrace.schemas.AlertStatus;
import io.millrace.schemas.Severity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports on a machine with an alert, one sensor of which is off for a while. */
class ReportsTest {

    private static final String HOSTILE = "<img src=x onerror=\"document.title='owned'\">";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(TestingRecords.step(200)), ZoneOffset.UTC);

    private static Rows faulty;

    private final Plant plant = new Plant(CLOCK);
    private final ModelCatalogue models = new ModelCatalogue(new TestingModelFiles());
    private final ExplanationDesk explanations = new ExplanationDesk();
    private final Reports reports = new Reports(plant, models, explanations, CLOCK);

    @BeforeAll
    static void simulate() {
        faulty = TestingPump.changed(TestingPump.healthyRows(180), "motor_current", 100, 130, 25);
    }

    @BeforeEach
    void tell() {
        plant.reading(TestingRecords.reading(HOSTILE, 0), true);
        plant.alert(TestingRecords.alert(HOSTILE, "a-1", 0, AlertStatus.OPENED, Severity.CRITICAL, 0));
    }

    @AfterEach
    void close() {
        explanations.close();
        models.close();
    }

    @Test
    void whatWasExplainedInDepthIsInTheReportAsText() throws Exception {
        explain(ExplanationDesk.aboutAlert("a-1"));
        explain(ExplanationDesk.aboutMachine(HOSTILE));

        for (String report : List.of(ofAlert(), ofMachine())) {
            assertThat(report)
                    .contains(
                            "Explained in depth",
                            "motor_current adds ",
                            "class=\"up-5\"",
                            "R² ",
                            "would have been normal had motor_current alone",
                            "&lt;img src=x onerror=&quot;document.title=&#39;owned&#39;&quot;&gt; that scored below",
                            "windows scored in")
                    .containsPattern("most of it from \\d\\d:\\d\\d:\\d\\d to \\d\\d:\\d\\d:\\d\\d\\.")
                    .containsPattern("The window from \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC to ")
                    .doesNotContain("<img", "<script", "http");
        }
    }

    @Test
    void whatNobodyAskedForIsNotReckonedForAReport() {
        assertThat(ofAlert()).contains("a-1").doesNotContain("Explained in depth");
        assertThat(ofMachine()).contains("1 alert").doesNotContain("Explained in depth");
        assertThat(explanations.look(ExplanationDesk.aboutAlert("a-1")).state()).isEqualTo(State.NONE);
    }

    private void explain(String question) throws Exception {
        DeepExplanation deep = DeepExplanation.of(
                TestingPump.model(),
                HOSTILE,
                faulty,
                Window.STRANGEST,
                List.of(faulty.before(faulty.timestamps()[100])));
        explanations.ask(question, "1", () -> deep);
        await().atMost(PATIENCE).until(() -> explanations.look(question).state() == State.DONE);
    }

    private String ofAlert() {
        return reports.make(Optional.empty(), Optional.of("a-1")).html();
    }

    private String ofMachine() {
        return reports.make(Optional.of(HOSTILE), Optional.empty()).html();
    }
}
