package io.millrace.console.explain;

import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.explain.Explainer;
import io.millrace.detection.explain.Explanation;
import io.millrace.detection.score.WindowError;

/** Ways to explain a window. The console offers each; a dearer one is reckoned when it is asked for. */
public enum ExplanationMethod {

    /** Each sensor's share of the window's error: what alerts carry. */
    ERROR_SHARES {
        @Override
        Explanation explain(
                ModelArtefact model, WindowError error, float[] rows, int windowAt, double score, double threshold) {
            int sensors = model.preprocessing().continuousSensors();
            return new Explainer(model.preprocessing(), sensors, TOP_STEPS)
                    .explain(error, rows, windowAt, score, threshold);
        }
    };

    private static final int TOP_STEPS = 10;

    /**
     * @param rows feature rows, row-major
     * @param windowAt element at which the window starts
     */
    abstract Explanation explain(
            ModelArtefact model, WindowError error, float[] rows, int windowAt, double score, double threshold);
}
