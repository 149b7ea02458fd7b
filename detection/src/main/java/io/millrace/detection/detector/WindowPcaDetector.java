package io.millrace.detection.detector;

import io.millrace.detection.score.Detector;
import io.millrace.detection.score.WindowError;
import io.millrace.detection.score.WindowScorer;
import io.millrace.detection.window.WindowBatch;

/**
 * A window is as strange as what is left of it after projection on the principal components of training windows.
 *
 * <p>Score: root mean square of the residual, in scaled units, ≥ 0. Cost of a window: 2 · components · steps · features
 * multiplications; memory 4 · components · steps · features bytes once per model.
 *
 * <p>Reference: J. E. Jackson and G. S. Mudholkar, "Control Procedures for Residuals Associated with Principal Component Analysis",
 * Technometrics, 1979 (the Q statistic; here on flattened windows).
 */
public final class WindowPcaDetector implements Detector {

    public static final String NAME = "window-pca";

    private final int steps;
    private final int features;
    private final float[] mean; // [size]
    private final float[] components; // [count × size]

    /**
     * @param mean [steps × features]
     * @param components orthonormal rows, [count × steps × features]
     */
    public WindowPcaDetector(int steps, int features, float[] mean, float[] components) {
        if (mean.length != steps * features || mean.length == 0 || components.length % mean.length != 0) {
            throw new IllegalArgumentException(
                    "a mean of %d × %d values and components of the same size were expected, found %d and %d values"
                            .formatted(steps, features, mean.length, components.length));
        }
        this.steps = steps;
        this.features = features;
        this.mean = mean.clone();
        this.components = components.clone();
    }

    /**
     * @param most training windows used at most, ≥ 1, evenly spaced
     * @param varianceShare share of the variance that the components explain, in (0, 1]; 0.9 by custom
     */
    public static WindowPcaDetector fit(TrainingRows rows, int steps, int most, double varianceShare) {
        if (!(varianceShare > 0 && varianceShare <= 1)) {
            throw new IllegalArgumentException("the variance share must be in (0, 1], found " + varianceShare);
        }
        var fitted = PrincipalComponents.fit(rows.sample(steps, most), varianceShare);
        return new WindowPcaDetector(steps, rows.features(), fitted.mean(), fitted.components());
    }

    /** Mean window, [steps × features]; a copy. */
    public float[] mean() {
        return mean.clone();
    }

    /** Orthonormal rows, [count × steps × features]; a copy. */
    public float[] components() {
        return components.clone();
    }

    /** Number of components. */
    public int count() {
        return components.length / mean.length;
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

        private final int size = mean.length;
        private final float[] residual = new float[size];

        @Override
        public void score(WindowBatch batch, double[] scores) {
            for (int n = 0; n < batch.windows(); n++) {
                project(batch.rows(), batch.start(n) * features);
                scores[n] = Math.sqrt((double) Dot.of(residual, 0, residual, 0, size) / size);
            }
        }

        /** Leaves in {@code residual} what the components do not explain. */
        private void project(float[] rows, int at) {
            for (int i = 0; i < size; i++) {
                residual[i] = rows[at + i] - mean[i];
            }
            // one component after the other: the same as all at once, since they are orthogonal
            for (int from = 0; from < components.length; from += size) {
                float weight = Dot.of(residual, 0, components, from, size);
                for (int i = 0; i < size; i++) {
                    residual[i] -= weight * components[from + i];
                }
            }
        }

        @Override
        public WindowError explain(WindowBatch batch, int n) {
            int at = batch.start(n) * features;
            project(batch.rows(), at);
            var expected = new float[size];
            for (int i = 0; i < size; i++) {
                expected[i] = batch.rows()[at + i] - residual[i];
            }
            return Errors.explain(batch.rows(), at, expected, 0, steps, features);
        }
    }
}
