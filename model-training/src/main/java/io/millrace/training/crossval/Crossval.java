package io.millrace.training.crossval;

import io.millrace.training.crossval.CrossvalResult.Division;
import io.millrace.training.crossval.CrossvalResult.FoldResult;
import io.millrace.training.crossval.CrossvalResult.Judged;
import io.millrace.training.trees.LabelledRows;
import io.millrace.training.trees.TreeTrainer.Goal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Cross-validates boosted trees and baselines on one table. */
public final class Crossval {

    private static final double HELD_BACK = 0.2; // of the training rows, where the threshold has a target

    private final LearningTable table;
    private final CrossvalOptions options;
    private final Goal goal;
    private final Consumer<String> progress;

    private Crossval(LearningTable table, CrossvalOptions options, Consumer<String> progress) {
        this.table = table;
        this.options = options;
        this.progress = progress;
        this.goal = table.isRegression()
                ? Goal.VALUE
                : table.classes().size() == 2
                        ? Goal.YES_OR_NO
                        : Goal.oneOf(table.classes().size());
    }

    /**
     * @param progress hears of what begins
     * @throws IllegalArgumentException if a part has too few rows of a class
     */
    public static CrossvalResult run(
            LearningTable table, List<Folding> foldings, CrossvalOptions options, Consumer<String> progress) {
        return new Crossval(table, options, progress).run(foldings);
    }

    private CrossvalResult run(List<Folding> foldings) {
        int features = 0;
        var divisions = new ArrayList<Division>();
        for (Folding folding : foldings) {
            List<Fold> folds =
                    folding.folds(table, options.parts(), options.trees().seed());
            folds.forEach(this::check);
            var results = new ArrayList<List<FoldResult>>();
            List<Learner> learners = learners();
            learners.forEach(learner -> results.add(new ArrayList<>()));
            for (Fold fold : folds) {
                double[][] rows = FeatureRows.of(table, options.steps(), fold.train());
                features = rows[0].length;
                for (int l = 0; l < learners.size(); l++) {
                    progress.accept(folding.optionName() + ", " + fold.name() + ", "
                            + learners.get(l).name());
                    results.get(l).add(judge(learners.get(l), fold, rows));
                }
            }
            var judged = new ArrayList<Judged>();
            for (int l = 0; l < learners.size(); l++) {
                judged.add(new Judged(learners.get(l).name(), learners.get(l).isBaseline(), results.get(l)));
            }
            if (options.network() && folding == Folding.SET_ASIDE) {
                judged.add(options.families().size(), network(folds.get(0)));
            }
            divisions.add(new Division(folding.optionName(), proves(folding), judged));
        }
        return new CrossvalResult(table, options, features, divisions);
    }

    private List<Learner> learners() {
        var learners = new ArrayList<Learner>();
        options.families().forEach(family -> learners.add(new TreesLearner(family, options.trees())));
        learners.add(new LinearLearner(1));
        learners.add(new ConstantLearner());
        return learners;
    }

    private void check(Fold fold) {
        if (fold.test().length == 0 || fold.train().length == 0) {
            throw new IllegalArgumentException(
                    table.name() + ": " + fold.name() + " has no rows: use fewer folds or more rows");
        }
        if (!table.isRegression()) {
            long kinds = IntStream.of(fold.train())
                    .mapToDouble(r -> table.labels()[r])
                    .distinct()
                    .count();
            if (kinds < 2) {
                throw new IllegalArgumentException(table.name() + ": the training rows of " + fold.name()
                        + " are all of one class: use fewer folds or more rows");
            }
        }
    }

    private String proves(Folding folding) {
        return switch (folding) {
            case STRATIFIED ->
                table.independent()
                        ? "says how well the labels follow from a row; there is no time in these rows that could leak."
                        : "says how well the labels follow from the features; rows of the same machine and time stand on both sides, so it"
                                + " promises nothing of tomorrow.";
            case TIME_ORDERED ->
                "each block is judged by what was learned from earlier ones alone: what a model of the past would have done.";
            case BY_MACHINE ->
                "each machine is judged by what was learned from others alone: what a model does on a machine that it has never seen.";
            case SET_ASIDE ->
                "the last row of each machine that the data's authors set aside is judged by what was learned from the others: the protocol of published"
                        + " figures.";
        };
    }

    private Judged network(Fold fold) {
        progress.accept(Folding.SET_ASIDE.optionName() + ", " + fold.name() + ", " + LifeNetwork.NAME);
        double[] said = LifeNetwork.predict(
                table,
                fold.train(),
                fold.test(),
                options.steps(),
                (int) SupervisedTask.MOST_CYCLES,
                options.trees().seed());
        return new Judged(LifeNetwork.NAME, false, List.of(ofValues(fold, said)));
    }

    private FoldResult ofValues(Fold fold, double[] said) {
        double[] truth =
                IntStream.of(fold.test()).mapToDouble(r -> table.labels()[r]).toArray();
        return new FoldResult(
                fold.name(),
                fold.train().length,
                fold.test().length,
                Figures.ofValues(truth, said),
                Double.NaN,
                new long[0][]);
    }

    private FoldResult judge(Learner learner, Fold fold, double[][] rows) {
        double threshold = 0.5;
        if (goal.kind() == Goal.Kind.YES_OR_NO && options.target().kind() != ThresholdTarget.Kind.HALF) {
            threshold = threshold(learner, fold.train(), rows);
        }
        Learner.Learned learned = learner.fit(labelled(fold.train(), rows), goal);
        int[] test = fold.test();
        var predictions = new double[test.length][];
        for (int i = 0; i < test.length; i++) {
            predictions[i] = learned.predict(rows[test[i]]);
        }
        if (goal.kind() == Goal.Kind.VALUE) {
            return ofValues(
                    fold, Arrays.stream(predictions).mapToDouble(p -> p[0]).toArray());
        }
        double border = threshold;
        int[] answers = Arrays.stream(predictions)
                .mapToInt(p -> goal.classes() == 1 ? p[0] > border ? 1 : 0 : largest(p))
                .toArray();
        int[] truth = IntStream.of(test).map(r -> (int) table.labels()[r]).toArray();
        long[][] confusion = Figures.confusion(truth, answers, table.classes().size());
        return new FoldResult(
                fold.name(),
                fold.train().length,
                test.length,
                Figures.ofClasses(confusion),
                goal.classes() == 1 ? threshold : Double.NaN,
                confusion);
    }

    /** By a learner that has not seen the newest fifth of the training rows, or the last of a fold without order. */
    private double threshold(Learner learner, int[] train, double[][] rows) {
        int from = (int) Math.round(train.length * (1 - HELD_BACK));
        int[] head = Arrays.copyOf(train, from);
        int[] tail = Arrays.copyOfRange(train, from, train.length);
        long kinds = IntStream.of(head)
                .mapToDouble(r -> table.labels()[r])
                .distinct()
                .count();
        if (kinds < 2) {
            return 0.5;
        }
        Learner.Learned early = learner.fit(labelled(head, rows), goal);
        var yes = new boolean[tail.length];
        var probabilities = new double[tail.length];
        for (int i = 0; i < tail.length; i++) {
            yes[i] = table.labels()[tail[i]] == 1;
            probabilities[i] = early.predict(rows[tail[i]])[0];
        }
        return options.target().choose(probabilities, yes);
    }

    private LabelledRows labelled(int[] chosen, double[][] rows) {
        double[] labels =
                IntStream.of(chosen).mapToDouble(r -> table.labels()[r]).toArray();
        var weights = new double[labels.length];
        Arrays.fill(weights, 1);
        if (options.balanced() && !table.isRegression()) {
            var counts = new long[table.classes().size()];
            for (double label : labels) {
                counts[(int) label]++;
            }
            long present = Arrays.stream(counts).filter(count -> count > 0).count();
            Arrays.setAll(weights, i -> (double) labels.length / (present * counts[(int) labels[i]]));
        }
        return new LabelledRows(IntStream.of(chosen).mapToObj(r -> rows[r]).toArray(double[][]::new), labels, weights);
    }

    private static int largest(double[] probabilities) {
        int best = 0;
        for (int k = 1; k < probabilities.length; k++) {
            best = probabilities[k] > probabilities[best] ? k : best;
        }
        return best;
    }
}
