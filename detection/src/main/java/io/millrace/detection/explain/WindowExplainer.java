package io.millrace.detection.explain;

import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.MachineMemory;
import io.millrace.detection.score.SelfAttributingScorer;
import io.millrace.detection.score.SelfAttribution;
import io.millrace.detection.score.WindowError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Explains one window at length, on demand: Shapley values over sensors and segments of time, a linear surrogate, counterfactuals, traces. Takes
 * any detector, since it only asks for scores. One per task, not thread-safe; seeded, so that the same question has the same answer.
 *
 * <p>What is explained is the window's score before smoothing. An attribution says what makes the score high, which need not be what is broken.
 *
 * <p>Cost: {@code 2 · pairs · (sensors · segments + 1)} windows for the Shapley values, the surrogate's samples, and some 40 windows a sensor
 * for the counterfactuals.
 */
public final class WindowExplainer {

    private final Preprocessing preprocessing;
    private final Detector detector;
    private final Background background;
    private final ExplainSettings settings;
    private final Questions questions;
    private final Players players;

    /** @throws IllegalArgumentException if the background's windows do not fit the detector */
    public WindowExplainer(
            Preprocessing preprocessing, Detector detector, Background background, ExplainSettings settings) {
        this.preprocessing = preprocessing;
        this.detector = detector;
        this.background = background;
        this.settings = settings;
        this.questions = new Questions(preprocessing, detector);
        this.players = new Players(preprocessing, detector.steps(), settings.segments());
        background.windows().forEach(this::requireShape);
    }

    /** Raw rows that a window takes: its steps, and what features look back on. */
    public int ringRows() {
        return questions.ringRows();
    }

    /**
     * Explains a window.
     *
     * @param window raw rows in layout order, oldest first, [{@link #ringRows()}][sensors]
     * @param memory of the machine just before this window, for detectors that have one; null for the trained part alone. It learns nothing
     * @param threshold that the score is compared with, > 0
     * @throws IllegalArgumentException if the rows are not those of one window
     * @throws java.util.concurrent.CancellationException if the thread is interrupted meanwhile; it stays so
     */
    public WindowExplanation explain(double[][] window, MachineMemory memory, double threshold) {
        requireShape(window);
        questions.judgeBy(memory);
        long before = questions.asked();
        Seen seen = questions.look(
                Players.flat(window),
                (scorer, batch, score) -> new Seen(
                        scorer.explain(batch, 0),
                        Arrays.copyOf(batch.rows(), detector.steps() * detector.features()),
                        score,
                        scorer instanceof SelfAttributingScorer own
                                ? Optional.of(own.attribute(batch, 0))
                                : Optional.empty()));
        Explanation quick = new Explainer(preprocessing, settings.topSensors(), settings.topSteps())
                .explain(seen.error, seen.rows, 0, seen.score, threshold);
        Attribution attribution = attribute(window);
        double[][] typical = typical();
        Surrogate surrogate = surrogate(window, typical);
        double[][] expected = expected(window, seen.error);
        List<Counterfactual> counterfactuals = attribution.score() / threshold > 1
                ? new CounterfactualSearch(questions, players, preprocessing, window, threshold)
                        .search(expected, typical)
                : List.of();
        return new WindowExplanation(
                quick,
                attribution,
                surrogate,
                counterfactuals,
                traces(window, expected, attribution),
                seen.own,
                background.origin(),
                threshold,
                questions.asked() - before);
    }

    /** What the scorer said of the window as it is. */
    private record Seen(WindowError error, float[] rows, double score, Optional<SelfAttribution> own) {}

    /**
     * Shapley values alone, by the trained part and the memory.
     *
     * @param window as for {@link #explain}
     * @param memory as for {@link #explain}
     */
    public Attribution attribute(double[][] window, MachineMemory memory) {
        requireShape(window);
        questions.judgeBy(memory);
        return attribute(window);
    }

    /**
     * The linear surrogate alone.
     *
     * @param window as for {@link #explain}
     * @param memory as for {@link #explain}
     */
    public Surrogate surrogate(double[][] window, MachineMemory memory) {
        requireShape(window);
        questions.judgeBy(memory);
        return surrogate(window, typical());
    }

    private Attribution attribute(double[][] window) {
        return ShapleySampling.of(questions, players, window, background, settings.pairs(), settings.seed());
    }

    private Surrogate surrogate(double[][] window, double[][] typical) {
        return SurrogateFit.of(questions, players, window, typical, settings.surrogateSamples(), settings.seed());
    }

    private void requireShape(double[][] window) {
        int sensors = preprocessing.layout().size();
        if (window.length != ringRows()) {
            throw new IllegalArgumentException("a window of " + detector.name() + " takes " + ringRows() + " rows ("
                    + detector.steps() + " steps and " + preprocessing.lookbackRows()
                    + " before them), found " + window.length + ": give it a later moment, or more rows before it");
        }
        for (double[] row : window) {
            if (row.length != sensors) {
                throw new IllegalArgumentException("a row of this model has " + sensors + " sensors "
                        + preprocessing.layout() + ", found " + row.length + ": put them in the model's order");
            }
        }
    }

    /** The background window whose score is the middle one. */
    private double[][] typical() {
        List<double[][]> windows = background.windows();
        windows.forEach(one -> questions.ask(Players.flat(one)));
        double[] scores = questions.answers();
        int middle = IntStream.range(0, windows.size())
                .boxed()
                .sorted((a, b) -> Double.compare(scores[a], scores[b]))
                .toList()
                .get(windows.size() / 2);
        return windows.get(middle);
    }

    /** The window as the detector expected it; rows and sensors that it expects nothing of stay as they were. */
    private double[][] expected(double[][] window, WindowError error) {
        int lookback = preprocessing.lookbackRows();
        int targets = error.featureShare().length;
        var expected = new double[window.length][];
        for (int r = 0; r < window.length; r++) {
            expected[r] = window[r].clone();
            for (int c = 0; r >= lookback && c < preprocessing.continuousSensors() && c < targets; c++) {
                int column = preprocessing.column(c);
                expected[r][column] =
                        preprocessing.scaler().inverse(column, error.expected()[(r - lookback) * targets + c]);
            }
        }
        return expected;
    }

    private List<SensorTrace> traces(double[][] window, double[][] expected, Attribution attribution) {
        var traces = new ArrayList<SensorTrace>();
        for (int sensor : attribution.ranking()) {
            if (sensor < preprocessing.continuousSensors()) {
                int column = players.column(sensor);
                traces.add(new SensorTrace(
                        attribution.sensors().get(sensor),
                        preprocessing.layout().sensor(column).unit(),
                        steps(window, column),
                        steps(expected, column)));
            }
        }
        return traces;
    }

    private double[] steps(double[][] rows, int column) {
        return Arrays.stream(rows)
                .skip(preprocessing.lookbackRows())
                .mapToDouble(row -> row[column])
                .toArray();
    }
}
