package io.millrace.detection.detector;

import io.millrace.detection.score.Detector;
import io.millrace.detection.score.WindowError;
import io.millrace.detection.score.WindowScorer;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;
import java.util.List;

/**
 * A window is as strange as few random cuts set it apart from training windows; see {@link IsolationForest}.
 *
 * <p>Score in (0, 1). Cost of a window: trees · log2(samples) comparisons at most, whatever its size; memory once per model, none per
 * machine. What no cut looks at is not seen: in a long window of many sensors a fault of one sensor has few cuts, which is why a
 * {@link WindowView} of statistics does better there than all rows.
 *
 * <p>Explanation: a sensor's share is what the score falls by when its values are replaced by those of the median training window,
 * negative falls counted as none; where no sensor alone lets the score fall, by squared distance to the median. That is one pass
 * through the forest per sensor. Steps share by squared distance to the median. The expected window is the median one.
 */
public final class IsolationForestDetector implements Detector {

    public static final String NAME = "isolation-forest";

    private final int steps;
    private final int features;
    private final WindowView view;
    private final IsolationForest forest;
    private final float[] median; // [view rows × features]

    /**
     * @param forest over views, [view rows × features] values each
     * @param median of the training windows' views, value by value
     */
    public IsolationForestDetector(int steps, int features, WindowView view, IsolationForest forest, float[] median) {
        int size = view.rows(steps) * features;
        if (steps < 1 || features < 1 || forest.size() != size || median.length != size) {
            throw new IllegalArgumentException(
                    "an isolation forest over windows of %d × %d expects points and a median of %d values, found %d and %d"
                            .formatted(steps, features, size, forest.size(), median.length));
        }
        this.steps = steps;
        this.features = features;
        this.view = view;
        this.forest = forest;
        this.median = median.clone();
    }

    /**
     * @param most training windows looked at, ≥ 2, evenly spaced
     * @param trees ≥ 1
     * @param samples windows that each tree grows on, ≥ 2
     */
    public static IsolationForestDetector fit(
            TrainingRows rows, int steps, WindowView view, int most, int trees, int samples, long seed) {
        List<float[]> windows = rows.sample(steps, most);
        int size = view.rows(steps) * rows.features();
        var points = new float[windows.size()][size];
        for (int n = 0; n < points.length; n++) {
            view.look(windows.get(n), 0, steps, rows.features(), points[n], 0);
        }
        return new IsolationForestDetector(
                steps, rows.features(), view, IsolationForest.fit(points, trees, samples, seed), median(points));
    }

    private static float[] median(float[][] points) {
        var median = new float[points[0].length];
        var values = new float[points.length];
        for (int i = 0; i < median.length; i++) {
            for (int n = 0; n < values.length; n++) {
                values[n] = points[n][i];
            }
            Arrays.sort(values);
            median[i] = values[values.length / 2];
        }
        return median;
    }

    public WindowView view() {
        return view;
    }

    /** Rows of a view, as many values each as a window has features. */
    public int viewRows() {
        return view.rows(steps);
    }

    public IsolationForest forest() {
        return forest;
    }

    /** The median view, [view rows × features]; a copy. */
    public float[] median() {
        return median.clone();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public int features() {
        return features;
    }

    @Override
    public WindowScorer newScorer() {
        return new Scorer();
    }

    private final class Scorer implements WindowScorer {

        private final float[] seen = new float[median.length];

        @Override
        public void score(WindowBatch batch, double[] scores) {
            for (int n = 0; n < batch.windows(); n++) {
                look(batch, n);
                scores[n] = forest.score(seen, 0);
            }
        }

        private void look(WindowBatch batch, int n) {
            view.look(batch.rows(), batch.start(n) * features, steps, features, seen, 0);
        }

        @Override
        public WindowError explain(WindowBatch batch, int n) {
            look(batch, n);
            WindowError byDistance =
                    view.explain(batch.rows(), batch.start(n) * features, seen, median, 0, steps, features);
            double score = forest.score(seen, 0);
            var falls = new double[features];
            double sum = 0;
            for (int f = 0; f < features; f++) {
                falls[f] = Math.max(0, score - scoreWithMedian(f));
                sum += falls[f];
            }
            if (sum == 0) {
                return byDistance;
            }
            Errors.divide(falls, sum);
            return new WindowError(falls, byDistance.stepShare(), byDistance.expected());
        }

        /** The score of the window at hand if a feature were as in the median window. */
        private double scoreWithMedian(int feature) {
            float[] replaced = seen.clone();
            for (int i = feature; i < replaced.length; i += features) {
                replaced[i] = median[i];
            }
            return forest.score(replaced, 0);
        }
    }
}
