package io.millrace.training.evaluate;

import io.millrace.training.augment.AugmentOptions;
import io.millrace.training.augment.GeneratorKind;
import io.millrace.training.suite.Suite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The same detector trained with and without synthetic windows, on the same series of a benchmark with the same seeds. Rows that are judged are
 * the benchmark's own; no label takes part in training or in a threshold.
 *
 * @param suite which
 * @param series how many series were measured
 * @param detector its name in the suite
 * @param factor synthetic windows as a share of the recorded ones
 * @param arms figures of each seed, by arm: {@value #PLAIN} first, then the generators' names
 */
public record AugmentationGain(
        Suite suite, int series, String detector, double factor, Map<String, List<Map<String, Double>>> arms) {

    /** Without augmentation. */
    public static final String PLAIN = "none";

    /** Figures that reports show, of those that {@link GroupFigures} have. */
    public static final List<String> FIGURES = List.of("f1", "eventF1", "vusPr", "falseAlarmRate");

    /** Two standard errors: differences beyond them are seldom chance. */
    private static final double CLEAR = 2;

    /** A difference of a mean that is smaller than this changes nothing for anybody. */
    private static final double SMALLEST = 0.001;

    /**
     * Mean of a figure over seeds, and how it differs from the arm without augmentation, seed by seed.
     *
     * @param deviation sample standard deviation over seeds; 0 for one
     * @param difference mean of the differences
     * @param error standard error of that mean; 0 for one seed
     */
    public record Summary(double mean, double deviation, double difference, double error) {

        /** −1, 0 or 1: whether the figure is smaller, not clearly different, or larger with augmentation. */
        public int direction() {
            boolean clear = Math.abs(difference) > CLEAR * error && Math.abs(difference) >= SMALLEST;
            return clear ? (int) Math.signum(difference) : 0;
        }
    }

    /**
     * Measures on the leading series of a suite.
     *
     * @param most series at most
     * @param seeds 1 to this one, ≥ 1
     * @throws InterruptedException if the thread was interrupted; what was scored until then is in the cache
     */
    public static AugmentationGain measure(
            Suite suite,
            String detector,
            double factor,
            int most,
            int seeds,
            Path datasets,
            ScoreCache cache,
            EvaluationProgress progress)
            throws IOException, InterruptedException {
        SuiteConfiguration usual = SuiteConfigurations.of(suite);
        SuiteConfiguration.Configured plain = usual.detector(detector);
        var configured = new LinkedHashMap<String, SuiteConfiguration.Configured>();
        configured.put(PLAIN, plain);
        for (GeneratorKind generator : GeneratorKind.values()) {
            configured.put(
                    generator.optionName(),
                    new SuiteConfiguration.Configured(
                            plain.recipe().withAugment(Optional.of(new AugmentOptions(generator, factor))),
                            plain.rule()));
        }
        var configuration = new SuiteConfiguration(suite, usual.timing(), configured, PLAIN);
        SuiteRunner runner = SuiteRunner.open(configuration, datasets, cache).leading(most);
        var arms = new LinkedHashMap<String, List<Map<String, Double>>>();
        for (String arm : configured.keySet()) {
            var figures = new ArrayList<Map<String, Double>>();
            for (int seed = 1; seed <= seeds; seed++) {
                figures.add(means(runner.run(arm, seed, progress)));
            }
            arms.put(arm, figures);
        }
        return new AugmentationGain(suite, runner.series().size(), detector, factor, arms);
    }

    /** A suite of several data sets counts each alike. */
    private static Map<String, Double> means(SuiteEvaluation run) {
        var means = new LinkedHashMap<String, Double>();
        for (String figure : FIGURES) {
            run.groups().values().stream()
                    .map(group -> group.figures().get(figure))
                    .filter(value -> value != null)
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .ifPresent(mean -> means.put(figure, mean));
        }
        return means;
    }

    public int seeds() {
        return arms.get(PLAIN).size();
    }

    /** @return empty for a figure that does not exist on these series */
    public Optional<Summary> summary(String arm, String figure) {
        List<Map<String, Double>> with = arms.get(arm);
        List<Map<String, Double>> without = arms.get(PLAIN);
        var values = new double[with.size()];
        var differences = new double[with.size()];
        for (int seed = 0; seed < values.length; seed++) {
            Double value = with.get(seed).get(figure);
            Double before = without.get(seed).get(figure);
            if (value == null || before == null) {
                return Optional.empty();
            }
            values[seed] = value;
            differences[seed] = value - before;
        }
        return Optional.of(new Summary(
                mean(values),
                deviation(values),
                mean(differences),
                deviation(differences) / Math.sqrt(differences.length)));
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
    }
}
