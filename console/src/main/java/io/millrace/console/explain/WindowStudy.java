package io.millrace.console.explain;

import io.millrace.console.plant.Rows;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.explain.Explainer;
import io.millrace.detection.explain.Explanation;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.detection.score.WindowError;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.detection.series.SeriesScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Some rows of a machine, scored again by the model that serves: each sensor beside its expectation, the score of each window, and why one
 * window is strange. The job's own scores may differ where the machine's history before these rows counts: smoothing starts anew here, and
 * so does a detector that learns from the machine.
 *
 * <p>Costs one forward pass a row, a fifth of a second for 240 rows of an LSTM autoencoder of 64 units. Immutable.
 *
 * @param timestamps of the rows, event time, [rows]
 * @param traces of the sensors that the model reconstructs, in the layout's order
 * @param scores of the window that ends in each row, [rows], NaN where none does
 * @param explainedRow last row of the window that is explained
 */
public record WindowStudy(
        String modelId,
        long modelVersion,
        int windowSteps,
        long[] timestamps,
        List<SensorTrace> traces,
        double[] scores,
        double threshold,
        double criticalRatio,
        int explainedRow,
        Explanation explanation) {

    /** Which window is explained. */
    public enum Window {
        NEWEST,
        STRANGEST;

        /** Number of the window among those that were scored. */
        int among(SeriesScores scores) {
            int last = scores.windows() - 1;
            if (this == NEWEST) {
                return last;
            }
            int strangest = 0;
            for (int n = 1; n <= last; n++) {
                strangest = scores.smoothed()[n] > scores.smoothed()[strangest] ? n : strangest;
            }
            return strangest;
        }
    }

    private static final int TOP_STEPS = 10;

    /** A study, or the reason why there is none. */
    public record Result(Optional<WindowStudy> study, String trouble) {}

    /**
     * @param rows in the order of time
     * @param model that serves the machine
     */
    public static Result of(ModelArtefact model, String machineId, Rows rows, Window which) {
        FittedRows fitted = FittedRows.of(model, rows);
        return new Result(
                fitted.rows().map(usable -> new Work(model, machineId, usable, which).study()), fitted.trouble());
    }

    /** One study in the making. */
    private static final class Work {

        private final ModelArtefact model;
        private final Preprocessing preprocessing;
        private final String machineId;
        private final Rows rows;
        private final Window which;
        private final int steps;
        private final double[][] expected; // [sensors reconstructed][rows]
        private WindowError explained;
        private int explainedWindow;

        Work(ModelArtefact model, String machineId, Rows rows, Window which) {
            this.model = model;
            this.preprocessing = model.preprocessing();
            this.machineId = machineId;
            this.rows = rows;
            this.which = which;
            this.steps = model.detector().steps();
            this.expected = new double[preprocessing.continuousSensors()][rows.count()];
            for (double[] trace : expected) {
                Arrays.fill(trace, Double.NaN);
            }
        }

        WindowStudy study() {
            var scorer = new SeriesScorer(preprocessing, model.detector(), model.smoothing());
            // Which window is the strangest is known after the first pass; what was expected in it takes a second one.
            SeriesScores scores = scorer.score(rows.values());
            explainedWindow = which.among(scores);
            scorer.score(rows.values(), this::heard);
            double threshold = model.thresholds().forMachine(machineId);
            float[] features = preprocessing.transform(rows.values());
            // What alerts carry: each sensor's share of the window's error.
            Explanation explanation = new Explainer(preprocessing, preprocessing.continuousSensors(), TOP_STEPS)
                    .explain(
                            explained,
                            features,
                            explainedWindow * preprocessing.features(),
                            scores.smoothed()[explainedWindow],
                            threshold);
            var perRow = new double[rows.count()];
            Arrays.fill(perRow, Double.NaN);
            System.arraycopy(scores.smoothed(), 0, perRow, scores.firstRow(), scores.windows());
            return new WindowStudy(
                    model.modelId(),
                    model.version(),
                    steps,
                    rows.timestamps(),
                    traces(threshold),
                    perRow,
                    threshold,
                    model.thresholds().criticalRatio(),
                    explainedWindow + scores.firstRow(),
                    explanation);
        }

        /** Windows side by side, such that the explained one is among them, cover all rows once. */
        private void heard(int window, Supplier<WindowError> error) {
            int last = rows.count() - model.ringRows();
            if (Math.floorMod(window - explainedWindow, steps) == 0) {
                WindowError account = error.get();
                keep(window, account);
                explained = window == explainedWindow ? account : explained;
            } else if (window == 0 || window == last) {
                keep(window, error.get());
            }
        }

        private void keep(int window, WindowError account) {
            int targets = preprocessing.targets();
            int firstRow = window + preprocessing.lookbackRows();
            for (int c = 0; c < expected.length; c++) {
                for (int t = 0; t < steps; t++) {
                    // The last window overlaps the one before: that one's rows stay as they are.
                    if (Double.isNaN(expected[c][firstRow + t]) || window == explainedWindow) {
                        expected[c][firstRow + t] = preprocessing
                                .scaler()
                                .inverse(preprocessing.column(c), account.expected()[t * targets + c]);
                    }
                }
            }
        }

        private List<SensorTrace> traces(double threshold) {
            var traces = new ArrayList<SensorTrace>();
            for (int c = 0; c < expected.length; c++) {
                int column = preprocessing.column(c);
                double[] observed = Arrays.stream(rows.values())
                        .mapToDouble(row -> row[column])
                        .toArray();
                traces.add(new SensorTrace(
                        preprocessing.layout().sensor(column).name(),
                        preprocessing.layout().sensor(column).unit(),
                        observed,
                        expected[c],
                        bandHalfWidth(column, threshold)));
            }
            return traces;
        }

        /**
         * When each sensor is off by a constant e, every step and feature mean is e² and no difference is off, so the score is v·e² with v
         * the weight of values: the threshold is reached at e = √(threshold / v), in scaled units.
         */
        private double bandHalfWidth(int column, double threshold) {
            if (!(model.detector() instanceof ReconstructionDetector detector)
                    || detector.scoring().valueBlend() == 0) {
                return Double.NaN;
            }
            return Math.sqrt(threshold / detector.scoring().valueBlend())
                    * preprocessing.scaler().scale(column);
        }
    }
}
