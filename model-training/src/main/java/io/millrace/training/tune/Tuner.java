package io.millrace.training.tune;

import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.quality.EventMatching;
import io.millrace.detection.quality.EventQuality;
import io.millrace.detection.quality.Interval;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.detection.series.SeriesScores;
import io.millrace.detection.threshold.ThresholdPolicy;
import io.millrace.detection.threshold.Thresholds;
import io.millrace.training.series.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** Scores the validation part once, by the job's code, and finds thresholds on the scores. */
public final class Tuner {

    private static final List<Double> ALPHAS = List.of(1.0, 0.5, 0.3, 0.1, 0.05);
    private static final List<Integer> LENGTHS = List.of(1, 3, 5, 10);
    private static final List<Integer> GAPS = List.of(0, 5, 20, 50, 100);

    private final ModelArtefact artefact;
    private final TuneOptions options;
    private final List<Series> validation;
    private final List<double[]> raw = new ArrayList<>(); // window scores of each series before smoothing
    private int firstRow;

    private Tuner(ModelArtefact artefact, List<Series> validation, TuneOptions options) {
        this.artefact = artefact;
        this.validation = validation;
        this.options = options;
    }

    /**
     * @param validation series that hold the model's sensors, in any order of columns; nothing else is looked at
     * @throws IllegalArgumentException if a sensor or the labels that the policy needs are missing, or all series are shorter than a window
     */
    public static TunedModel tune(ModelArtefact artefact, List<Series> validation, TuneOptions options) {
        return new Tuner(artefact, validation, options).tune();
    }

    /** Smoothing and morphology to try. */
    private record Shape(Smoothing smoothing, Morphology morphology) {}

    private TunedModel tune() {
        requireLabels();
        var scorer = new SeriesScorer(artefact.preprocessing(), artefact.detector(), Smoothing.NONE);
        for (Series series : validation) {
            SeriesScores scores = scorer.score(rowsInLayout(series));
            firstRow = scores.firstRow();
            raw.add(scores.raw());
        }
        if (raw.stream().allMatch(scores -> scores.length == 0)) {
            throw new IllegalArgumentException("the validation part has no window of " + artefact.ringRows()
                    + " rows, its longest series has "
                    + validation.stream().mapToInt(Series::length).max().orElse(0)
                    + ": give it a larger part or longer files");
        }
        var own = new Shape(artefact.smoothing(), artefact.morphology());
        Shape chosen = options.events() ? bestShape() : own;
        Thresholds thresholds = thresholds(chosen.smoothing());
        var provenance = Map.of(
                "tuned.policy", options.describe(),
                "tuned.rows", Long.toString(rows()),
                "tuned.labelledEvents", Integer.toString(thresholds.labelsUsed()),
                "tuned.fromVersion", Long.toString(artefact.version()));
        var tuned = new ModelArtefact(
                        artefact.modelId(),
                        artefact.version() + 1,
                        artefact.createdAtMillis(),
                        artefact.preprocessing(),
                        artefact.detector(),
                        chosen.smoothing(),
                        thresholds,
                        chosen.morphology(),
                        artefact.provenance())
                .withProvenance(provenance);
        return new TunedModel(
                tuned,
                rows(),
                thresholds.labelsUsed(),
                quality(own, artefact.thresholds()),
                quality(chosen, thresholds));
    }

    private long rows() {
        return validation.stream().mapToLong(Series::length).sum();
    }

    private boolean needsLabels() {
        return options.labelled().isPresent() || options.events();
    }

    private void requireLabels() {
        if (validation.isEmpty()) {
            throw new IllegalArgumentException("tuning needs at least one validation series, found none");
        }
        if (needsLabels() && labelledEvents() == 0) {
            throw new IllegalArgumentException("tuning by " + options.describe()
                    + (options.events() ? " with smoothing and morphology" : "")
                    + " needs labelled anomalies in the validation part, found none: name the label column, give it a"
                    + " larger part, or choose a policy without labels");
        }
    }

    private int labelledEvents() {
        return validation.stream()
                .mapToInt(series -> series.labels()
                        .map(labels -> Interval.fromLabels(labels).size())
                        .orElse(0))
                .sum();
    }

    /** The shape whose alarms, at the threshold that it leads to, have the most event F1; of equals the first, which is the plainest. */
    private Shape bestShape() {
        Shape best = null;
        double most = -1;
        for (double alpha : ALPHAS) {
            Thresholds thresholds = thresholds(new Smoothing(alpha));
            for (int length : LENGTHS) {
                for (int gap : GAPS) {
                    var shape = new Shape(new Smoothing(alpha), new Morphology(length, gap, 0));
                    double f1 = quality(shape, thresholds).orElseThrow().f1();
                    if (f1 > most) {
                        most = f1;
                        best = shape;
                    }
                }
            }
        }
        return best;
    }

    private Thresholds thresholds(Smoothing smoothing) {
        List<double[]> smoothed = raw.stream()
                .map(scores -> SeriesScores.of(firstRow, scores, smoothing).smoothed())
                .toList();
        double common = fit(all(), smoothed);
        var perMachine = new HashMap<String, Double>();
        if (options.perMachine()) {
            var members = new HashMap<String, List<Integer>>();
            for (int s = 0; s < validation.size(); s++) {
                members.computeIfAbsent(validation.get(s).machineId(), id -> new ArrayList<>())
                        .add(s);
            }
            members.forEach((machine, series) -> {
                if (canBeFitted(series)) {
                    perMachine.put(machine, fit(series, smoothed));
                }
            });
        }
        return new Thresholds(
                options.describe(),
                common,
                perMachine,
                needsLabels() ? labelledEvents() : 0,
                artefact.thresholds().criticalRatio());
    }

    private List<Integer> all() {
        var all = new ArrayList<Integer>();
        for (int s = 0; s < validation.size(); s++) {
            all.add(s);
        }
        return all;
    }

    /** A machine without windows, or without labels that are needed, goes by the common threshold. */
    private boolean canBeFitted(List<Integer> series) {
        boolean scored = series.stream().anyMatch(s -> raw.get(s).length > 0);
        boolean labelled = series.stream().anyMatch(s -> hasTrue(windowLabels(s)));
        return scored && (options.labelled().isEmpty() || labelled);
    }

    private double fit(List<Integer> series, List<double[]> smoothed) {
        double[] scores = series.stream()
                .flatMapToDouble(s -> DoubleStream.of(smoothed.get(s)))
                .toArray();
        if (options.labelFree().isPresent()) {
            return options.labelFree().get().fit(scores);
        }
        var labels = new boolean[scores.length];
        int at = 0;
        for (int s : series) {
            boolean[] own = windowLabels(s);
            System.arraycopy(own, 0, labels, at, own.length);
            at += own.length;
        }
        if (!hasTrue(labels)) {
            throw new IllegalArgumentException(
                    "no labelled anomaly of the validation part lies in a window: the first window ends" + " at row "
                            + firstRow + "; give it a larger part");
        }
        double threshold = options.labelled().get().fit(scores, labels);
        return Math.max(ThresholdPolicy.SMALLEST, threshold);
    }

    /** Label of each window's newest row; all false without labels. */
    private boolean[] windowLabels(int s) {
        int windows = raw.get(s).length;
        return validation
                .get(s)
                .labels()
                .map(labels -> Arrays.copyOfRange(labels, firstRow, firstRow + windows))
                .orElseGet(() -> new boolean[windows]);
    }

    private static boolean hasTrue(boolean[] flags) {
        for (boolean flag : flags) {
            if (flag) {
                return true;
            }
        }
        return false;
    }

    private Optional<EventQuality> quality(Shape shape, Thresholds thresholds) {
        if (labelledEvents() == 0) {
            return Optional.empty();
        }
        var sum = EventQuality.EMPTY;
        for (int s = 0; s < validation.size(); s++) {
            Series series = validation.get(s);
            List<Interval> alarms = SeriesScores.of(firstRow, raw.get(s), shape.smoothing())
                    .events(thresholds.forMachine(series.machineId()), shape.morphology())
                    .stream()
                    .map(run -> new Interval(run.start(), run.end()))
                    .toList();
            List<Interval> truth = series.labels().map(Interval::fromLabels).orElse(List.of());
            sum = sum.plus(EventMatching.of(truth, alarms).quality());
        }
        return Optional.of(sum);
    }

    private double[][] rowsInLayout(Series series) {
        List<String> wanted = artefact.preprocessing().layout().names();
        int[] columns = wanted.stream().mapToInt(series.layout()::indexOf).toArray();
        List<String> missing = wanted.stream()
                .filter(name -> series.layout().indexOf(name) < 0)
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("model " + artefact.modelId() + " expects the sensors " + wanted
                    + ", series " + series.machineId() + " lacks " + missing
                    + ": tune on series of this layout, or rename the columns");
        }
        var rows = new double[series.length()][];
        for (int r = 0; r < rows.length; r++) {
            double[] row = series.rows()[r];
            rows[r] = Arrays.stream(columns).mapToDouble(c -> row[c]).toArray();
        }
        return rows;
    }
}
