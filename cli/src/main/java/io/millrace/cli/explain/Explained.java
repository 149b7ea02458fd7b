package io.millrace.cli.explain;

import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.explain.WindowExplanation;
import java.time.Duration;

/**
 * What was asked, and the answer.
 *
 * @param moment the window
 * @param explanation all of it
 * @param took wall time of the explanation alone
 */
record Explained(Moment moment, WindowExplanation explanation, Duration took) {

    ModelArtefact artefact() {
        return moment.artefact();
    }
}
