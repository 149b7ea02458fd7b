package io.millrace.training.crossval;

import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.score.EstimatingDetector;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.detection.series.SeriesScores;
import io.millrace.training.network.TrainingProgress;
import io.millrace.training.pipeline.InputOptions;
import io.millrace.training.recipe.DetectorRecipe;
import io.millrace.training.recipe.FittedDetector;
import io.millrace.training.recipe.KnownKinds;
import io.millrace.training.series.Series;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The attention LSTM on machines that run to failure, trained and scored as {@code train} and the job do it, on rows instead of engineered features.
 * Far smaller than its standard setting, so that a fit takes minutes.
 */
final class LifeNetwork {

    static final String NAME = EstimatingDetector.ATTENTION;

    private static final Map<String, String> SMALL = Map.of(
            "learns", "remaining-life",
            "hidden", "32",
            "heads", "4",
            "dense", "16",
            "epochs", "15",
            "windows", "3000");
    private static final double HELD_BACK =
            0.1; // machines, which the fit does not see: a threshold is nothing to be judged here

    private LifeNetwork() {}

    /**
     * What is left of the life at each row, of machines that the fit has not seen; before a machine's first whole window it is said to be new.
     *
     * @param train rows of machines that run until they fail; all rows of these machines are learned from
     * @param test rows that are asked for
     * @param steps rows of a window
     * @param life rows before the end from which on a machine counts as new
     * @return [test]
     */
    static double[] predict(LearningTable table, int[] train, int[] test, int steps, int life, long seed) {
        var settings = new LinkedHashMap<>(SMALL);
        settings.put("steps", Integer.toString(steps));
        settings.put("life", Integer.toString(life));
        settings.put("alarm-life", "1");
        var recipe = new DetectorRecipe(
                NAME, InputOptions.DEFAULT, false, KnownKinds.of(NAME).with(settings), HELD_BACK);
        FittedDetector fitted = recipe.fit(
                machines(table, train).stream()
                        .map(machine -> series(table, machine))
                        .toList(),
                seed,
                TrainingProgress.SILENT);
        var scorer = new SeriesScorer(fitted.preprocessing(), fitted.detector(), Smoothing.NONE);
        var left = new double[test.length];
        for (String machine : machines(table, test)) {
            int first = IntStream.range(0, table.rows())
                    .filter(r -> table.machines()[r].equals(machine))
                    .findFirst()
                    .orElseThrow();
            SeriesScores scores = scorer.score(series(table, machine).rows());
            for (int i = 0; i < test.length; i++) {
                if (table.machines()[test[i]].equals(machine)) {
                    int window = test[i] - first - scores.firstRow();
                    left[i] = window < 0 ? life : life * (1 - scores.raw()[window]);
                }
            }
        }
        return left;
    }

    private static Set<String> machines(LearningTable table, int[] rows) {
        return IntStream.of(rows).mapToObj(r -> table.machines()[r]).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Series series(LearningTable table, String machine) {
        IntPredicate own = r -> table.machines()[r].equals(machine);
        double[][] rows = IntStream.range(0, table.rows())
                .filter(own)
                .mapToObj(r -> doubles(table.values()[r]))
                .toArray(double[][]::new);
        return new Series(
                machine,
                SensorLayout.ofNames(table.sensors()),
                IntStream.range(0, table.rows())
                        .filter(own)
                        .mapToLong(r -> 1_000L * table.times()[r])
                        .toArray(),
                rows,
                Optional.empty());
    }

    private static double[] doubles(float[] values) {
        var doubles = new double[values.length];
        Arrays.setAll(doubles, j -> values[j]);
        return doubles;
    }
}
