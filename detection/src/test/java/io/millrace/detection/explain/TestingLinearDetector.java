package io.millrace.detection.explain;

import io.millrace.detection.score.Detector;
import io.millrace.detection.score.SelfAttributingScorer;
import io.millrace.detection.score.SelfAttribution;
import io.millrace.detection.score.WindowError;
import io.millrace.detection.score.WindowScorer;
import io.millrace.detection.window.WindowBatch;

/** Score: a weighted sum of the window's values, which it can attribute by itself. Of use to those who know its Shapley values. */
record TestingLinearDetector(int steps, int features, float[] weights) implements Detector {

    @Override
    public String name() {
        return "linear";
    }

    @Override
    public WindowScorer newScorer() {
        return new SelfAttributingScorer() {
            @Override
            public void score(WindowBatch batch, double[] scores) {
                for (int n = 0; n < batch.windows(); n++) {
                    scores[n] = 0;
                    for (int i = 0; i < weights.length; i++) {
                        scores[n] += weights[i] * batch.rows()[batch.start(n) * features + i];
                    }
                }
            }

            @Override
            public SelfAttribution attribute(WindowBatch batch, int n) {
                var byFeature = new double[features];
                for (int i = 0; i < weights.length; i++) {
                    byFeature[i % features] += weights[i] * batch.rows()[batch.start(n) * features + i];
                }
                return new SelfAttribution("weights", "the score", 0, byFeature);
            }

            @Override
            public WindowError explain(WindowBatch batch, int n) {
                return new WindowError(new double[features], new double[steps], new float[steps * features]);
            }
        };
    }
}
