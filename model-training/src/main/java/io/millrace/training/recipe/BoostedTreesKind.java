package io.millrace.training.recipe;

import io.millrace.detection.detector.BoostedTreesDetector;
import io.millrace.detection.detector.TrainingRows;
import io.millrace.detection.detector.TreeOutcome;
import io.millrace.detection.feature.EngineeredFeatures;
import io.millrace.detection.feature.FeaturePlan;
import io.millrace.detection.scale.Quantiles;
import io.millrace.detection.threshold.ThresholdPolicy;
import io.millrace.detection.tree.TreeFamily;
import io.millrace.training.trees.CatboostLibrary;
import io.millrace.training.trees.LabelledRows;
import io.millrace.training.trees.TreeOptions;
import io.millrace.training.trees.TreeTrainer;
import io.millrace.training.trees.TreeTrainer.Goal;
import io.millrace.training.tune.LabelledPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Gradient-boosted trees on engineered features; see {@link BoostedTreesDetector}. A window's label is its newest row's.
 *
 * @param family who grows the trees
 * @param trees how; its seed is replaced by the run's
 * @param steps window length in rows
 * @param balanced whether rows of each class weigh the same together
 * @param learns what
 * @param threshold on the labelled rows held back; a remaining life has none
 * @param life rows before the end from which on a remaining life is told apart, ≥ 1
 */
public record BoostedTreesKind(
        TreeFamily family,
        TreeOptions trees,
        int steps,
        boolean balanced,
        Learns learns,
        LabelledPolicy threshold,
        int life)
        implements DetectorKind {

    private static final int MOST_CODES = 32; // a state with more values is none
    private static final String NORMAL = "normal";

    static KnownKind known(TreeFamily family) {
        TreeOptions usual = TreeOptions.DEFAULT;
        return new KnownKind(
                family.optionName(),
                KnownKind.Task.CLASSIFICATION,
                true,
                "probability of a fault, or how much of its life a machine has used up, by gradient-boosted trees on lags, rolling"
                        + " statistics, differences and states"
                        + (family == TreeFamily.CATBOOST ? "; its trainer is fetched apart" : ""),
                List.of(
                        new KindOption(
                                "learns",
                                "labels",
                                "labels; faults: which of several it is, named by --fault-field; or remaining-life: each series runs"
                                        + " until its machine fails, and no labels are needed"),
                        RemainingLife.LIFE,
                        RemainingLife.ALARM,
                        KindOption.steps(30),
                        new KindOption("trees", Integer.toString(usual.trees()), "rounds of boosting, 1 or more"),
                        new KindOption(
                                "learning-rate",
                                Double.toString(usual.learningRate()),
                                "share of a tree's answer that counts, above 0 to 1"),
                        new KindOption(
                                "depth", Integer.toString(usual.depth()), "most splits on the way down, 1 to 16"),
                        new KindOption("class-weights", "balanced", "balanced or none"),
                        LabelledThreshold.OPTION,
                        LabelledThreshold.TARGET),
                settings -> alarm(family, settings),
                settings -> of(family, settings));
    }

    /** How classes weigh. */
    private enum ClassWeights {
        BALANCED,
        NONE
    }

    /** What trees learn. */
    public enum Learns {
        LABELS,
        FAULTS,
        REMAINING_LIFE
    }

    private static Optional<ThresholdPolicy> alarm(TreeFamily family, KindSettings settings) {
        return settings.choice("learns", Learns.class) == Learns.REMAINING_LIFE
                ? RemainingLife.alarm(settings, family.optionName())
                : Optional.empty();
    }

    private static BoostedTreesKind of(TreeFamily family, KindSettings settings) {
        if (family == TreeFamily.CATBOOST) {
            CatboostLibrary.require();
        }
        return new BoostedTreesKind(
                family,
                TreeOptions.DEFAULT
                        .withTrees(settings.whole("trees", 1))
                        .withLearningRate(settings.real("learning-rate", Double.MIN_VALUE, 1))
                        .withDepth(settings.whole("depth", 1)),
                settings.whole("steps", 1),
                settings.choice("class-weights", ClassWeights.class) == ClassWeights.BALANCED,
                settings.choice("learns", Learns.class),
                LabelledThreshold.of(settings),
                RemainingLife.life(settings));
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
    public Optional<LabelledPolicy> labelledThreshold() {
        return holdsBackSeries() ? Optional.empty() : Optional.of(threshold);
    }

    /** A machine's last rows are what there is to learn of its life: whole machines are held back. */
    @Override
    public boolean holdsBackSeries() {
        return learns == Learns.REMAINING_LIFE;
    }

    @Override
    public Fit fit(TrainingRows rows, FitContext context) {
        if (learns == Learns.REMAINING_LIFE) {
            BoostedTreesDetector detector = fit(rows, Answers.rowsLeft(rows, life), context, "training rows");
            return new Fit(detector, detector, null);
        }
        Answers answers = learns == Learns.FAULTS ? faults(context) : Answers.labels(context.requireLabels(name()));
        var early = fit(rows.head(1 - context.heldBack()), answers, context, "rows that are not held back");
        return new Fit(early, fit(rows, answers, context, "training rows"), null);
    }

    private String name() {
        return family.optionName();
    }

    private Answers faults(FitContext context) {
        return Answers.faults(context.faults()
                .orElseThrow(() -> new IllegalArgumentException(name()
                        + " learns faults by their names, which every series expects, found one without: name the column with"
                        + " --fault-field")));
    }

    private BoostedTreesDetector fit(TrainingRows rows, Answers answers, FitContext context, String which) {
        var plan = FeaturePlan.of(steps, context.targets(), codes(rows, context.targets()));
        var features = new EngineeredFeatures(plan);
        var vectors = new ArrayList<double[]>();
        var known = new ArrayList<Double>();
        for (int s = 0; s < rows.series().size(); s++) {
            for (int r = steps - 1; r < rows.rows(s); r++) {
                var vector = new double[features.size()];
                features.compute(rows.series().get(s), (r - steps + 1) * rows.features(), rows.features(), vector);
                vectors.add(vector);
                known.add(answers.series().get(s)[r]); // the answers of a head are the first of all
            }
        }
        double[] labels = known.stream().mapToDouble(Double::doubleValue).toArray();
        if (learns != Learns.REMAINING_LIFE) {
            requireBoth(labels, which);
        }
        return new BoostedTreesDetector(
                TreeTrainer.of(family)
                        .train(
                                new LabelledRows(vectors.toArray(double[][]::new), labels, weights(labels)),
                                answers.goal(),
                                trees.withSeed(context.seed())),
                plan,
                answers.outcome(),
                typical(rows, answers, context.targets()));
    }

    private void requireBoth(double[] labels, String which) {
        long anomalous = Arrays.stream(labels).filter(label -> label != 0).count();
        if (anomalous == 0 || anomalous == labels.length) {
            throw new IllegalArgumentException(
                    "%s learns from normal and anomalous rows, the %s hold %d anomalous windows of %d: give it rows with both"
                            .formatted(name(), which, anomalous, labels.length));
        }
    }

    private double[] weights(double[] labels) {
        var weights = new double[labels.length];
        Arrays.fill(weights, 1);
        if (balanced && learns != Learns.REMAINING_LIFE) {
            var counts = new long[1 + (int) Arrays.stream(labels).max().orElse(0)];
            for (double label : labels) {
                counts[(int) label]++;
            }
            long present = Arrays.stream(counts).filter(count -> count > 0).count();
            Arrays.setAll(weights, r -> (double) labels.length / (present * counts[(int) labels[r]]));
        }
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
    private static float[] typical(TrainingRows rows, Answers answers, int targets) {
        var typical = new float[targets];
        for (int c = 0; c < targets; c++) {
            var values = new ArrayList<Double>();
            for (int s = 0; s < rows.series().size(); s++) {
                for (int r = 0; r < rows.rows(s); r++) {
                    if (answers.series().get(s)[r] == answers.normal()) {
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

    /**
     * What is to be predicted of each row.
     *
     * @param series class number or rows left, per series [rows]
     * @param normal the answer of a row that is as it should be
     */
    private record Answers(List<double[]> series, double normal, Goal goal, TreeOutcome outcome) {

        static Answers labels(RowLabels labels) {
            return new Answers(
                    labels.series().stream().map(Answers::numbers).toList(),
                    0,
                    Goal.YES_OR_NO,
                    TreeOutcome.binary(NORMAL, "anomaly"));
        }

        private static double[] numbers(boolean[] labels) {
            var numbers = new double[labels.length];
            Arrays.setAll(numbers, r -> labels[r] ? 1 : 0);
            return numbers;
        }

        /** The normal class and then the faults by their names. */
        static Answers faults(List<String[]> faults) {
            var names = new TreeSet<String>();
            faults.forEach(rows -> names.addAll(Arrays.asList(rows)));
            names.remove("");
            var classes = new ArrayList<>(List.of(NORMAL));
            classes.addAll(names);
            if (names.contains(NORMAL) || names.isEmpty()) {
                throw new IllegalArgumentException(
                        "the names of faults expect one fault or more and none that is called " + NORMAL + ", found "
                                + names);
            }
            return new Answers(
                    faults.stream().map(rows -> numbers(rows, classes)).toList(),
                    0,
                    Goal.oneOf(classes.size()),
                    TreeOutcome.multiClass(classes, 0));
        }

        private static double[] numbers(String[] faults, List<String> classes) {
            return Arrays.stream(faults)
                    .mapToDouble(fault -> fault.isEmpty() ? 0 : classes.indexOf(fault))
                    .toArray();
        }

        /** Rows until a series ends, at most {@code life}. */
        static Answers rowsLeft(TrainingRows rows, int life) {
            var all = new ArrayList<double[]>();
            for (int s = 0; s < rows.series().size(); s++) {
                var left = new double[rows.rows(s)];
                Arrays.setAll(left, r -> Math.min(left.length - 1 - r, life));
                all.add(left);
            }
            return new Answers(all, life, Goal.VALUE, TreeOutcome.remainingLife("rows left", life));
        }
    }
}
