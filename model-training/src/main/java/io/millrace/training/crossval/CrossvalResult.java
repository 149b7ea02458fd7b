package io.millrace.training.crossval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What cross-validation says of one table.
 *
 * @param table what was learned from
 * @param options how
 * @param features engineered features of a row
 * @param divisions one per folding, each with all learners
 */
public record CrossvalResult(LearningTable table, CrossvalOptions options, int features, List<Division> divisions) {

    /**
     * One way to divide the table.
     *
     * @param folding its name
     * @param proves what a figure of it says, in a sentence
     * @param learners in the order of training, baselines last
     */
    public record Division(String folding, String proves, List<Judged> learners) {}

    /**
     * One learner on one division.
     *
     * @param folds in their order
     */
    public record Judged(String learner, boolean baseline, List<FoldResult> folds) {

        /** Each figure's mean over the folds. */
        public Map<String, Double> means() {
            var means = new LinkedHashMap<String, Double>();
            folds.get(0)
                    .figures()
                    .keySet()
                    .forEach(name -> means.put(
                            name,
                            folds.stream()
                                    .mapToDouble(fold -> fold.figures().get(name))
                                    .average()
                                    .orElseThrow()));
            return means;
        }

        /** Each figure's standard deviation over the folds (population). */
        public double deviation(String name) {
            double mean = means().get(name);
            return Math.sqrt(folds.stream()
                    .mapToDouble(fold -> Math.pow(fold.figures().get(name) - mean, 2))
                    .average()
                    .orElseThrow());
        }

        /** All folds together, [true][predicted]; empty of a regression. */
        public long[][] confusion() {
            int classes = folds.get(0).confusion().length;
            var sum = new long[classes][classes];
            for (FoldResult fold : folds) {
                for (int i = 0; i < classes; i++) {
                    for (int j = 0; j < classes; j++) {
                        sum[i][j] += fold.confusion()[i][j];
                    }
                }
            }
            return sum;
        }
    }

    /**
     * One learner on one fold.
     *
     * @param figures by name
     * @param threshold of a yes-or-no task, else NaN
     * @param confusion [true][predicted], empty of a regression
     */
    public record FoldResult(
            String fold,
            int trainRows,
            int testRows,
            Map<String, Double> figures,
            double threshold,
            long[][] confusion) {}
}
