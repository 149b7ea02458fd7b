package io.millrace.console.explain;

import io.millrace.console.plant.Rows;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.explain.Background;
import io.millrace.detection.explain.ExplainSettings;
import io.millrace.detection.explain.WindowExplainer;
import io.millrace.detection.explain.WindowExplanation;
import io.millrace.detection.score.MachineMemory;
import io.millrace.detection.series.MemoryReplay;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.detection.series.SeriesScores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A window explained at length: what each sensor adds to its score and when, a linear surrogate, what would have kept it normal. Costs some
 * {@value #MOST_WINDOWS} scored windows, a few seconds for an LSTM autoencoder of eight sensors; an interrupt ends it.
 *
 * @param timestamps of the window's steps, event time, [steps]
 * @param tookMillis clock time of the explanation
 */
public record DeepExplanation(
        String machineId,
        String modelId,
        long modelVersion,
        String detector,
        long[] timestamps,
        WindowExplanation explanation,
        long tookMillis) {

    /** The permutations are as many as this allows; the surrogate and the counterfactuals come on top. */
    private static final int MOST_WINDOWS = 6_000;

    private static final int LEAST_PAIRS = 8;
    private static final int BACKGROUND_WINDOWS = 8;

    /** Rows that are looked through for healthy windows. */
    private static final int BACKGROUND_ROWS = 360;

    /**
     * Explains a window of a machine.
     *
     * @param rows in the order of time, the window among them
     * @param healthy series of the same machine in which windows below the threshold are looked for, the best first; none of them may be
     *     strange, then the middle of the training data stands in
     * @throws UnexplainableException if the rows hold no window of the model
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public static DeepExplanation of(
            ModelArtefact model, String machineId, Rows rows, WindowStudy.Window which, List<Rows> healthy)
            throws UnexplainableException {
        FittedRows fitted = FittedRows.of(model, rows);
        Rows usable = fitted.rows().orElseThrow(() -> new UnexplainableException(fitted.trouble()));
        long began = System.nanoTime();
        double threshold = model.thresholds().forMachine(machineId);
        int window = which.among(score(model, usable));
        double[][] raw = Arrays.copyOfRange(usable.values(), window, window + model.ringRows());
        int lastRow = window + model.ringRows() - 1;
        var explainer = new WindowExplainer(
                model.preprocessing(),
                model.detector(),
                background(model, machineId, threshold, healthy),
                settings(model));
        WindowExplanation explanation = explainer.explain(raw, memory(model, usable, window), threshold);
        return new DeepExplanation(
                machineId,
                model.modelId(),
                model.version(),
                model.detector().name(),
                Arrays.copyOfRange(
                        usable.timestamps(), lastRow - model.detector().steps() + 1, lastRow + 1),
                explanation,
                Duration.ofNanos(System.nanoTime() - began).toMillis());
    }

    /** Event time of a step. */
    long at(int stepsBeforeEnd) {
        return timestamps[timestamps.length - 1 - stepsBeforeEnd];
    }

    private static SeriesScores score(ModelArtefact model, Rows rows) {
        return new SeriesScorer(model.preprocessing(), model.detector(), model.smoothing()).score(rows.values());
    }

    /** What the machine had shown before, as far as the rows go back; null for a detector without memory. */
    private static MachineMemory memory(ModelArtefact model, Rows rows, int window) {
        var memory = new AtomicReference<MachineMemory>();
        MemoryReplay.visit(
                model.preprocessing(),
                model.detector(),
                rows.values(),
                new int[] {window},
                (number, before) -> memory.set(before));
        return memory.get();
    }

    /** Many sensors leave fewer permutations: the standard errors grow, the time does not. */
    private static ExplainSettings settings(ModelArtefact model) {
        ExplainSettings usual = ExplainSettings.DEFAULT;
        int sensors = model.preprocessing().layout().size();
        int pairs = MOST_WINDOWS / (2 * (sensors * usual.segments() + 1));
        return new ExplainSettings(
                usual.segments(),
                Math.max(LEAST_PAIRS, Math.min(usual.pairs(), pairs)),
                usual.surrogateSamples(),
                usual.seed(),
                usual.topSensors(),
                usual.topSteps());
    }

    private static Background background(ModelArtefact model, String machineId, double threshold, List<Rows> healthy) {
        for (Rows rows : healthy) {
            List<double[][]> runs = FittedRows.of(model, rows.tail(BACKGROUND_ROWS))
                    .rows()
                    .map(fitted -> healthyRuns(model, fitted, threshold))
                    .orElse(List.of());
            if (!runs.isEmpty()) {
                return Background.sample(
                        runs, model.ringRows(), BACKGROUND_WINDOWS, machineId + " that scored below the threshold");
            }
        }
        return Background.ofScaler(model.preprocessing(), model.ringRows());
    }

    /** Rows of neighbouring windows below the threshold. */
    private static List<double[][]> healthyRuns(ModelArtefact model, Rows rows, double threshold) {
        double[] scores = score(model, rows).raw();
        var runs = new ArrayList<double[][]>();
        int first = 0;
        for (int n = 0; n <= scores.length; n++) {
            if (n == scores.length || !(scores[n] <= threshold)) {
                if (n > first) {
                    runs.add(Arrays.copyOfRange(rows.values(), first, n - 1 + model.ringRows()));
                }
                first = n + 1;
            }
        }
        return runs;
    }
}
