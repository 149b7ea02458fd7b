package io.millrace.detection.detector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Fits one ridge regression per target, and finds its scale by predicting each quarter of the rows from the other three. */
final class PredictorFit {

    private static final int FOLDS = 4;
    private static final double EDGE = 0.995; // quantile of the errors that becomes the scale

    private final TrainingRows rows;
    private final int targets;
    private final int states;
    private final PredictorSettings settings;
    private final int stateRows;
    private final int inputs;
    private final List<Sample> samples;

    /** Row {@code row} of series {@code series}. */
    private record Sample(int series, int row) {}

    private PredictorFit(TrainingRows rows, int targets, PredictorSettings settings) {
        this.rows = rows;
        this.targets = targets;
        this.states = rows.features() - targets;
        if (targets < 1 || states < 0) {
            throw new IllegalArgumentException(
                    "of " + rows.features() + " features 1 or more can be targets, found " + targets);
        }
        this.settings = settings;
        this.stateRows = states == 0 ? 0 : settings.stateRows();
        this.inputs = settings.pastRows() + stateRows * states;
        this.samples = samples();
    }

    static OneStepPredictorDetector fit(TrainingRows rows, int targets, PredictorSettings settings) {
        return new PredictorFit(rows, targets, settings).fit();
    }

    private OneStepPredictorDetector fit() {
        var weights = new float[targets * (inputs + 1)];
        var scales = new float[targets];
        for (int f = 0; f < targets; f++) {
            fitTarget(f, weights, scales);
        }
        return new OneStepPredictorDetector(
                OneStepPredictorDetector.Form.RIDGE,
                targets,
                states,
                settings.pastRows(),
                stateRows,
                settings.topTargets(),
                weights,
                scales);
    }

    private List<Sample> samples() {
        int steps = Math.max(settings.pastRows() + 1, stateRows);
        long possible = rows.windows(steps);
        if (possible < 2 * FOLDS) {
            throw new IllegalArgumentException(
                    "a predictor needs at least %d windows of %d rows to be fitted, found %d: give it more rows"
                            .formatted(2 * FOLDS, steps, possible));
        }
        long stride = Math.max(1, (possible + settings.mostRows() - 1) / settings.mostRows());
        var samples = new ArrayList<Sample>();
        for (int s = 0; s < rows.series().size(); s++) {
            for (int row = steps - 1; row < rows.rows(s); row += (int) stride) {
                samples.add(new Sample(s, row));
            }
        }
        return samples;
    }

    private void fitTarget(int target, float[] weights, float[] scales) {
        var folds = new RidgeRegression[FOLDS];
        var all = new RidgeRegression(inputs);
        var x = new double[inputs];
        for (int k = 0; k < FOLDS; k++) {
            folds[k] = new RidgeRegression(inputs);
            for (Sample sample : fold(k)) {
                fill(sample, target, x);
                folds[k].add(x, output(sample, target));
            }
            all.addAll(folds[k], 1);
        }
        var errors = new double[samples.size()];
        int count = 0;
        for (int k = 0; k < FOLDS; k++) {
            all.addAll(folds[k], -1);
            double[] solution = all.solve(settings.penalty());
            all.addAll(folds[k], 1);
            for (Sample sample : fold(k)) {
                fill(sample, target, x);
                double predicted = Dot.of(solution, x, inputs) + solution[inputs];
                errors[count++] = Math.abs(output(sample, target) - predicted);
            }
        }
        Arrays.sort(errors);
        scales[target] = (float) Math.max(settings.leastScale(), errors[(int) (EDGE * (count - 1))]);
        double[] solution = all.solve(settings.penalty());
        for (int i = 0; i <= inputs; i++) {
            weights[target * (inputs + 1) + i] = (float) solution[i];
        }
    }

    /** The k-th contiguous part of the samples. */
    private List<Sample> fold(int k) {
        int n = samples.size();
        return samples.subList(k * n / FOLDS, (k + 1) * n / FOLDS);
    }

    private double output(Sample sample, int target) {
        return rows.series().get(sample.series)[sample.row * rows.features() + target];
    }

    /** Inputs in the order of the weights. */
    private void fill(Sample sample, int target, double[] x) {
        float[] series = rows.series().get(sample.series);
        int features = rows.features();
        int w = 0;
        for (int i = 1; i <= settings.pastRows(); i++) {
            x[w++] = series[(sample.row - i) * features + target];
        }
        for (int i = 0; i < stateRows; i++) {
            int at = (sample.row - i) * features + targets;
            for (int s = 0; s < states; s++) {
                x[w++] = series[at + s];
            }
        }
    }
}
