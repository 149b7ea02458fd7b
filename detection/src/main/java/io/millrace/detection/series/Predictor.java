package io.millrace.detection.series;

import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.BadArtefactException;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.detector.BoostedTreesDetector;
import io.millrace.detection.detector.TreeOutcome;
import io.millrace.detection.explain.Explainer;
import io.millrace.detection.explain.Explanation;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.score.WindowError;
import io.millrace.detection.window.WindowBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A model that answers at once: what it says of a machine whose newest rows are given, exactly as the job would say it of a machine that began
 * with them. One per thread.
 *
 * <pre>{@code
 * Predictor predictor = Predictor.load(Path.of("pump.model"));
 * Prediction now = predictor.predict("pump-07", rows); // [at least predictor.rowsNeeded()][sensors], oldest first
 * if (now.anomalous()) {
 *     System.out.println(now.reason());
 * }
 * }</pre>
 */
public final class Predictor {

    private static final int TOP_SENSORS = 5;

    private final ModelArtefact artefact;
    private final SeriesScorer scorer;
    private final Explainer explainer;

    public Predictor(ModelArtefact artefact) {
        this.artefact = artefact;
        this.scorer = new SeriesScorer(artefact.preprocessing(), artefact.detector(), artefact.smoothing());
        this.explainer = new Explainer(artefact.preprocessing(), TOP_SENSORS, 0);
    }

    /** @throws BadArtefactException if the file is no model that may serve */
    public static Predictor load(Path model) throws IOException, BadArtefactException {
        return new Predictor(ArtefactFile.read(model));
    }

    public ModelArtefact artefact() {
        return artefact;
    }

    /** Order of a row's values. */
    public SensorLayout layout() {
        return artefact.preprocessing().layout();
    }

    /** Rows that the first answer takes; further ones before them smooth it as the job does. */
    public int rowsNeeded() {
        return artefact.ringRows();
    }

    /**
     * As below, of readings by sensor name; names that the model does not know are not looked at.
     *
     * @throws IllegalArgumentException if there are too few, or one lacks a sensor of the model; says which
     */
    public Prediction predictReadings(String machineId, List<Map<String, Double>> readings) {
        List<String> names = layout().names();
        var rows = new double[readings.size()][names.size()];
        for (int r = 0; r < rows.length; r++) {
            for (int j = 0; j < names.size(); j++) {
                Double value = readings.get(r).get(names.get(j));
                if (value == null) {
                    throw new IllegalArgumentException("reading " + (r + 1) + " of " + rows.length
                            + " lacks the sensor '" + names.get(j) + "': model " + artefact.modelId() + " expects "
                            + names);
                }
                rows[r][j] = value;
            }
        }
        return predict(machineId, rows);
    }

    /**
     * What the model says of the newest row.
     *
     * @param machineId decides the threshold
     * @param rows in layout order, finite, oldest first, [{@link #rowsNeeded()} or more][sensors]
     * @throws IllegalArgumentException if the rows are too few, too short, or hold what is no finite number
     */
    public Prediction predict(String machineId, double[][] rows) {
        check(rows);
        var newest = new WindowError[1];
        int last = rows.length - rowsNeeded();
        SeriesScores scores = scorer.score(rows, (window, error) -> {
            if (window == last) {
                newest[0] = error.get();
            }
        });
        double score = scores.smoothed()[last];
        double threshold = artefact.thresholds().forMachine(machineId);
        float[] window = artefact.preprocessing().transform(Arrays.copyOfRange(rows, last, rows.length));
        Explanation explanation = explainer.explain(newest[0], window, 0, score, threshold);
        boolean anomalous = score / threshold > 1;
        return new Prediction(
                machineId,
                artefact.modelId(),
                artefact.version(),
                score,
                threshold,
                anomalous,
                answer(window, anomalous),
                probability(scores.raw()[last]),
                explanation.confidence(),
                explanation.sensors(),
                explanation.reason());
    }

    private void check(double[][] rows) {
        if (rows.length < rowsNeeded()) {
            throw new IllegalArgumentException("model " + artefact.modelId() + " needs " + rowsNeeded()
                    + " rows of a machine for an answer, found " + rows.length + ": give it the rows before them, too");
        }
        for (int r = 0; r < rows.length; r++) {
            if (rows[r].length != layout().size()) {
                throw new IllegalArgumentException("row " + (r + 1) + " has " + rows[r].length + " values, model "
                        + artefact.modelId() + " expects " + layout().size() + " " + layout());
            }
            for (int j = 0; j < rows[r].length; j++) {
                if (!Double.isFinite(rows[r][j])) {
                    throw new IllegalArgumentException("row " + (r + 1) + ": sensor '"
                            + layout().sensor(j).name() + "' expects a finite number, found " + rows[r][j]);
                }
            }
        }
    }

    private OptionalDouble probability(double raw) {
        return artefact.detector() instanceof BoostedTreesDetector trees
                        && trees.outcome().task() != TreeOutcome.Task.REMAINING_LIFE
                ? OptionalDouble.of(raw)
                : OptionalDouble.empty();
    }

    private String answer(float[] window, boolean anomalous) {
        if (artefact.detector() instanceof BoostedTreesDetector trees) {
            if (trees.outcome().task() == TreeOutcome.Task.BINARY) {
                return trees.outcome().classes().get(anomalous ? 1 : 0);
            }
            var batch = new WindowBatch(trees.steps(), trees.features());
            batch.addWindow(window);
            return trees.outcome().answer(trees.newScorer().predict(batch, 0));
        }
        return anomalous ? "anomaly" : "normal";
    }
}
