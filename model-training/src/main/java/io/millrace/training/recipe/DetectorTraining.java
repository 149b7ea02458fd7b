package io.millrace.training.recipe;

import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.series.SeriesScores;
import io.millrace.detection.threshold.Thresholds;
import io.millrace.training.network.TrainingProgress;
import io.millrace.training.pipeline.AlarmOptions;
import io.millrace.training.pipeline.Calibration;
import io.millrace.training.pipeline.InputFit;
import io.millrace.training.pipeline.Provenance;
import io.millrace.training.pipeline.TrainedModel;
import io.millrace.training.series.Series;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * Trains a detector of any kind on the rows of one or many machines of the same layout, and leaves the artefact that the job serves.
 *
 * <p>The newest rows of each series are held back; the threshold rests on their smoothed scores, by a detector that has not seen them. The
 * kinds that are cheap are fitted on all rows again to serve.
 */
public final class DetectorTraining {

    private DetectorTraining() {}

    /**
     * @param training all series with the same sensors in the same order
     * @param recipe what is fitted
     * @param alarm scores to events; its window scoring is the recipe's own matter
     * @param modelId names the model over all its versions
     * @param version ≥ 1
     * @param createdAtMillis epoch milliseconds, for the artefact
     * @param seed of everything random
     */
    public static TrainedModel train(
            List<Series> training,
            DetectorRecipe recipe,
            AlarmOptions alarm,
            String modelId,
            long version,
            long createdAtMillis,
            long seed,
            TrainingProgress progress) {
        InputFit.requireOneLayout(training);
        InputFit.requireLife(InputFit.of(training, recipe.inputs(), recipe.stateInputs()), training);
        FittedDetector fitted = recipe.fit(training, seed, progress);
        double[] scores = fitted.calibration().stream()
                .map(raw -> SeriesScores.of(0, raw, alarm.smoothing()).smoothed())
                .flatMapToDouble(DoubleStream::of)
                .toArray();
        Optional<LabelledCalibration> labelled = recipe.kind()
                .labelledThreshold()
                .map(policy -> LabelledCalibration.of(
                        policy, scores, fitted.calibrationLabels().orElseThrow(), recipe.name()));
        Thresholds thresholds = labelled.map(LabelledCalibration::thresholds)
                .orElseGet(() -> new Thresholds(
                        alarm.threshold().describe(),
                        alarm.threshold().fit(scores),
                        Map.of(),
                        0,
                        alarm.criticalRatio()));
        int windows = training.stream()
                .mapToInt(series -> Math.max(
                        0,
                        series.length()
                                - fitted.preprocessing().lookbackRows()
                                - fitted.detector().steps()
                                + 1))
                .sum();
        var provenance = new TreeMap<String, String>(Provenance.of(training));
        provenance.put("options.detector", recipe.kind().toString());
        provenance.put("options.input", recipe.inputs().toString());
        recipe.augment().ifPresent(options -> provenance.put("options.augment", options.toString()));
        provenance.put("options.heldBack", Double.toString(recipe.heldBack()));
        provenance.put("options.alarm", alarm.toString());
        provenance.putAll(fitted.notes());
        provenance.put("seed", Long.toString(seed));
        labelled.ifPresent(calibration -> provenance.putAll(calibration.provenance()));
        provenance.put("training.windows", Integer.toString(windows));
        var artefact = new ModelArtefact(
                modelId,
                version,
                createdAtMillis,
                fitted.preprocessing(),
                fitted.detector(),
                alarm.smoothing(),
                thresholds,
                alarm.morphology(),
                provenance);
        return new TrainedModel(
                artefact.withCalibration(Calibration.of(scores, fitted.detector())),
                fitted.curve(),
                windows,
                0,
                scores.length);
    }
}
