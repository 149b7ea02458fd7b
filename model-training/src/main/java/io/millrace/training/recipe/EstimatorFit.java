package io.millrace.training.recipe;

import io.millrace.detection.detector.TrainingRows;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.EstimatingDetector;
import io.millrace.training.network.ClassWeights;
import io.millrace.training.network.EstimatorShape;
import io.millrace.training.network.EstimatorTrainer;
import io.millrace.training.network.FitOptions;
import io.millrace.training.network.LabelledWindows;
import io.millrace.training.network.WindowSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How networks that learn from labels are fitted: on the rows that are not held back, the newest of them deciding when to stop.
 *
 * @param shape of the network
 * @param options optimiser; its seed is replaced by the run's
 * @param mostWindows most windows to fit on: with more rows, windows are cut at a wider stride
 * @param validation newest share of the rows fitted on that decides when to stop, in [0, 0.9]
 * @param anomalyWeight how much an anomalous window counts beside a normal one; 0 for as much as both classes need to count the same
 */
record EstimatorFit(
        EstimatorShape shape, FitOptions options, int mostWindows, double validation, double anomalyWeight) {

    /**
     * @param seen rows to fit on, targets of the network alone
     * @param targets what is to be answered at each row, in step with them
     */
    DetectorKind.Fit fit(TrainingRows seen, List<float[]> targets, String kind, FitContext context) {
        boolean regression = shape instanceof EstimatorShape.Attention attention && attention.regression();
        LabelledWindows training = regression ? firstSeries(seen, targets) : firstRows(seen, targets);
        LabelledWindows stopping = regression ? lastSeries(seen, targets) : lastRows(seen, targets);
        ClassWeights weights = regression ? ClassWeights.EQUAL : weights(training, kind);
        EstimatorTrainer.Fitted fitted = EstimatorTrainer.fit(
                training, stopping, shape, weights, options.withSeed(context.seed()), context.progress());
        Detector detector = new EstimatingDetector(fitted.model(), typical(seen, targets));
        return new DetectorKind.Fit(detector, detector, fitted.curve());
    }

    private LabelledWindows firstRows(TrainingRows seen, List<float[]> targets) {
        TrainingRows first = seen.head(1 - validation);
        return LabelledWindows.of(windows(first.windows(shape.steps()) > 0 ? first : seen, mostWindows), targets);
    }

    private LabelledWindows lastRows(TrainingRows seen, List<float[]> targets) {
        int lead = shape.steps() - 1;
        return LabelledWindows.of(
                windows(seen.tail(1 - validation, lead), Math.max(32, mostWindows / 8)), tails(targets, lead));
    }

    /** Series that run to a failure are whole or nothing: what there is to learn stands at their end. */
    private LabelledWindows firstSeries(TrainingRows seen, List<float[]> targets) {
        int count = seen.series().size() - lastSeries(seen);
        return series(seen, targets, 0, count, mostWindows);
    }

    private LabelledWindows lastSeries(TrainingRows seen, List<float[]> targets) {
        int count = seen.series().size();
        return series(seen, targets, count - lastSeries(seen), count, Math.max(32, mostWindows / 8));
    }

    private int lastSeries(TrainingRows seen) {
        return (int) Math.ceil(validation * (seen.series().size() - 1));
    }

    private LabelledWindows series(TrainingRows seen, List<float[]> targets, int from, int to, int most) {
        var part = new TrainingRows(seen.series().subList(from, to), seen.features());
        return LabelledWindows.of(windows(part, most), targets.subList(from, to));
    }

    private WindowSet windows(TrainingRows rows, int most) {
        int stride = (int) Math.max(1, (rows.windows(shape.steps()) + most - 1) / most);
        return WindowSet.of(rows.series(), shape.steps(), rows.features(), stride);
    }

    /** In step with {@link TrainingRows#tail}. */
    private List<float[]> tails(List<float[]> targets, int lead) {
        var tails = new ArrayList<float[]>();
        for (float[] rows : targets) {
            int from = Math.max(0, (int) ((1 - validation) * rows.length) - lead);
            tails.add(Arrays.copyOfRange(rows, from, rows.length));
        }
        return tails;
    }

    private ClassWeights weights(LabelledWindows training, String kind) {
        long anomalous = training.anomalous();
        long normal = training.targets().length - anomalous;
        if (normal == 0 || anomalous == 0) {
            throw new IllegalArgumentException(kind
                    + " learns from normal and from anomalous windows: the rows to fit on, which are the older ones of each"
                    + " series, expect some of both, found " + normal + " normal and " + anomalous
                    + " anomalous; give it more rows");
        }
        return anomalyWeight == 0 ? ClassWeights.balanced(normal, anomalous) : new ClassWeights(1, anomalyWeight);
    }

    /** Mean of each feature over the normal rows: where a fault has begun, nothing is typical. */
    private static float[] typical(TrainingRows rows, List<float[]> targets) {
        var sums = new double[rows.features()];
        long count = 0;
        for (int s = 0; s < rows.series().size(); s++) {
            for (int r = 0; r < rows.rows(s); r++) {
                if (targets.get(s)[r] < 0.5f) {
                    for (int f = 0; f < sums.length; f++) {
                        sums[f] += rows.series().get(s)[r * sums.length + f];
                    }
                    count++;
                }
            }
        }
        var typical = new float[sums.length];
        for (int f = 0; f < sums.length; f++) {
            typical[f] = (float) (sums[f] / Math.max(1, count));
        }
        return typical;
    }
}
