package io.millrace.training.recipe;

import io.millrace.detection.detector.BoostedTreesDetector;
import io.millrace.detection.detector.TrainingRows;
import io.millrace.detection.detector.TreeOutcome;
import io.millrace.detection.feature.EngineeredFeatures;
import io.millrace.detection.feature.FeaturePlan;
import io.millrace.detection.scale.Quantiles;
import io.millrace.detection.threshold.ThresholdPolicy;
import io.millrace.detection.tree.TreeEnsemble;
import io.millrace.detection.tree.TreeFamily;
import io.millrace.training.trees.LabelledRows;
import io.millrace.training.trees.TreeOptions;
import io.millrace.training.trees.TreeTrainer;
import io.millrace.training.trees.TreeTrainer.Goal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Gradient-boosted trees on engineered features, taught by labelled rows; see {@link BoostedTreesDetector}. A window's label is its newest row's.
 *
 * @param family who grows the trees
 * @param trees how; its seed is replaced by the run's
 * @param steps window length in rows
 * @param balanced whether normal and anomalous rows weigh the same together
 */
public record BoostedTreesKind(TreeFamily family, TreeOptions trees, int steps, boolean balanced)
        implements DetectorKind {

    private static final int MOST_CODES = 32; // a state with more values is none

    static KnownKind known(TreeFamily family) {
        TreeOptions usual = TreeOptions.DEFAULT;
        return new KnownKind(
                family.optionName(),
                KnownKind.Task.CLASSIFICATION,
                true,
                "probability of an anomaly by gradient-boosted trees on lags, rolling statistics, differences and states",
                List.of(
                        KindOption.steps(30),
                        new KindOption("trees", Integer.toString(usual.trees()), "rounds of boosting, 1 or more"),
                        new KindOption(
                                "learning-rate",
                                Double.toString(usual.learningRate()),
                                "share of a tree's answer that counts, above 0 to 1"),
                        new KindOption(
                                "depth", Integer.toString(usual.depth()), "most splits on the way down, 1 to 16"),
                        new KindOption("class-weights", "balanced", "balanced or none"),
                        new KindOption("threshold", "0.5", "probability from which on a window is anomalous, 0 to 1")),
                settings -> Optional.of(new ThresholdPolicy.Fixed(settings.real("threshold", Double.MIN_VALUE, 1))),
                settings -> of(family, settings));
    }

    /** How classes weigh. */
    private enum ClassWeights {
        BALANCED,
        NONE
    }

    private static BoostedTreesKind of(TreeFamily family, KindSettings settings) {
        return new BoostedTreesKind(
                family,
                TreeOptions.DEFAULT
                        .withTrees(settings.whole("trees", 1))
                        .withLearningRate(settings.real("learning-rate", Double.MIN_VALUE, 1))
                        .withDepth(settings.whole("depth", 1)),
                settings.whole("steps", 1),
                settings.choice("class-weights", ClassWeights.class) == ClassWeights.BALANCED);
    }

    @Override
    public boolean random() {
        return true;
    }

    @Override
    public boolean stateInputs() {
        return true;
    }

    @Override
    public boolean physicalValues() {
        return true;
    }

    @Override
    public Fit fit(TrainingRows rows, FitContext context) {
        RowLabels labels = context.labels()
                .orElseThrow(() -> new IllegalArgumentException(family.optionName()
                        + " learns from labelled rows, found none: name the column of labels with --label-field"));
        var early = fit(rows.head(1 - context.heldBack()), labels, context, "rows that are not held back");
        return new Fit(early, fit(rows, labels, context, "training rows"), null);
    }

    private BoostedTreesDetector fit(TrainingRows rows, RowLabels labels, FitContext context, String which) {
        var plan = FeaturePlan.of(steps, context.targets(), codes(rows, context.targets()));
        var features = new EngineeredFeatures(plan);
        var vectors = new ArrayList<double[]>();
        var answers = new ArrayList<Double>();
        for (int s = 0; s < rows.series().size(); s++) {
            for (int r = steps - 1; r < rows.rows(s); r++) {
                var vector = new double[features.size()];
                features.compute(rows.series().get(s), (r - steps + 1) * rows.features(), rows.features(), vector);
                vectors.add(vector);
                answers.add(labels.series().get(s)[r] ? 1.0 : 0.0); // the labels of a head are the first of all
            }
        }
        double[] known = answers.stream().mapToDouble(Double::doubleValue).toArray();
        double positive = Arrays.stream(known).sum();
        if (positive == 0 || positive == known.length) {
            throw new IllegalArgumentException(
                    "%s learns from normal and anomalous rows, the %s hold %.0f anomalous windows of %d: give it rows with both"
                            .formatted(family.optionName(), which, positive, known.length));
        }
        TreeEnsemble grown = TreeTrainer.of(family)
                .train(
                        new LabelledRows(vectors.toArray(double[][]::new), known, weights(known, positive)),
                        Goal.YES_OR_NO,
                        trees.withSeed(context.seed()));
        return new BoostedTreesDetector(
                grown, plan, TreeOutcome.binary("normal", "anomaly"), typical(rows, labels, context.targets()));
    }

    private double[] weights(double[] known, double positive) {
        var weights = new double[known.length];
        Arrays.setAll(
                weights,
                r -> !balanced ? 1 : known.length / (2 * (known[r] == 1 ? positive : known.length - positive)));
        return weights;
    }

    /** Values of each state that training has seen. */
    private static List<float[]> codes(TrainingRows rows, int targets) {
        var codes = new ArrayList<float[]>();
        for (int column = targets; column < rows.features(); column++) {
            var seen = new TreeSet<Float>();
            for (float[] matrix : rows.series()) {
                for (int i = column; i < matrix.length; i += rows.features()) {
                    seen.add(matrix[i]);
                }
            }
            if (seen.size() > MOST_CODES) {
                throw new IllegalArgumentException("a state sensor has " + seen.size() + " values, expected at most "
                        + MOST_CODES + ": give it the role continuous");
            }
            var own = new float[seen.size()];
            int n = 0;
            for (float code : seen) {
                own[n++] = code;
            }
            codes.add(own);
        }
        return codes;
    }

    /** Median of each sensor over normal rows. */
    private static float[] typical(TrainingRows rows, RowLabels labels, int targets) {
        var typical = new float[targets];
        for (int c = 0; c < targets; c++) {
            var values = new ArrayList<Double>();
            for (int s = 0; s < rows.series().size(); s++) {
                for (int r = 0; r < rows.rows(s); r++) {
                    if (!labels.series().get(s)[r]) {
                        values.add((double) rows.series().get(s)[r * rows.features() + c]);
                    }
                }
            }
            double[] sorted =
                    values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            typical[c] = sorted.length == 0 ? 0 : (float) Quantiles.ofSorted(sorted, 0.5);
        }
        return typical;
    }
}
