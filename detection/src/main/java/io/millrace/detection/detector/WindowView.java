package io.millrace.detection.detector;

import io.millrace.detection.score.WindowError;

/** What of a window a detector looks at. Artefacts name it by number: append only. */
public enum WindowView {
    /** Every value at its step: the shape. */
    ROWS {
        @Override
        public int rows(int steps) {
            return steps;
        }

        @Override
        void look(float[] rows, int at, int steps, int features, float[] out, int outAt) {
            System.arraycopy(rows, at, out, outAt, steps * features);
        }
    },

    /**
     * Mean, standard deviation (population), maximum and minimum of each feature, whenever in the window they came about: level and spread,
     * whatever the phase.
     */
    STATISTICS {
        @Override
        public int rows(int steps) {
            return 4;
        }

        @Override
        void look(float[] rows, int at, int steps, int features, float[] out, int outAt) {
            for (int f = 0; f < features; f++) {
                double sum = 0;
                float most = Float.NEGATIVE_INFINITY;
                float least = Float.POSITIVE_INFINITY;
                for (int t = 0; t < steps; t++) {
                    float value = rows[at + t * features + f];
                    sum += value;
                    most = Math.max(most, value);
                    least = Math.min(least, value);
                }
                double mean = sum / steps;
                double squares = 0;
                for (int t = 0; t < steps; t++) {
                    double d = rows[at + t * features + f] - mean;
                    squares += d * d;
                }
                out[outAt + f] = (float) mean;
                out[outAt + features + f] = (float) Math.sqrt(squares / steps);
                out[outAt + 2 * features + f] = most;
                out[outAt + 3 * features + f] = least;
            }
        }
    },

    /**
     * As {@link #STATISTICS}, but with the weighted logarithm of the deviation: a sensor that is stuck amid noise has lost little of its
     * deviation, and most of its logarithm. A deviation e times as large is {@value #LOG_WEIGHT} scaled units away.
     */
    LOG_STATISTICS {
        @Override
        public int rows(int steps) {
            return STATISTICS.rows(steps);
        }

        @Override
        void look(float[] rows, int at, int steps, int features, float[] out, int outAt) {
            STATISTICS.look(rows, at, steps, features, out, outAt);
            for (int i = outAt + features; i < outAt + 2 * features; i++) {
                out[i] = (float) (LOG_WEIGHT * Math.log(out[i] + STILL));
            }
        }

        @Override
        float deviation(float statistic) {
            return (float) Math.max(0, Math.exp(statistic / LOG_WEIGHT) - STILL);
        }
    };

    private static final double LOG_WEIGHT = 0.2;
    private static final double STILL = 0.01; // deviations well below, in scaled units, are all alike

    /** The standard deviation that a view's second row holds of a feature, in scaled units; of statistics only. */
    float deviation(float statistic) {
        return statistic;
    }

    /** Rows of a view, as many values each as the window has features. */
    public abstract int rows(int steps);

    /**
     * Views a window.
     *
     * @param rows holds the window, [steps × features], from {@code at} on
     * @param out receives the view, [rows(steps) × features], from {@code outAt} on
     */
    abstract void look(float[] rows, int at, int steps, int features, float[] out, int outAt);

    /**
     * Where a window differs from a view that was expected. Of statistics the expected window is the one seen, moved and stretched to the
     * expected mean and deviation; sensors share by their statistics.
     *
     * @param seen view of the window, [rows(steps) × features]
     * @param expected holds the expected view from {@code expectedAt} on
     */
    WindowError explain(float[] rows, int at, float[] seen, float[] expected, int expectedAt, int steps, int features) {
        if (this == ROWS) {
            return Errors.explain(rows, at, expected, expectedAt, steps, features);
        }
        var window = new float[steps * features];
        for (int f = 0; f < features; f++) {
            float deviation = deviation(seen[features + f]);
            float stretch = deviation > 0 ? deviation(expected[expectedAt + features + f]) / deviation : 0;
            for (int t = 0; t < steps; t++) {
                int i = t * features + f;
                window[i] = expected[expectedAt + f] + (rows[at + i] - seen[f]) * stretch;
            }
        }
        WindowError bySteps = Errors.explain(rows, at, window, 0, steps, features);
        WindowError byStatistics = Errors.explain(seen, 0, expected, expectedAt, rows(steps), features);
        return new WindowError(byStatistics.featureShare(), bySteps.stepShare(), window);
    }
}
