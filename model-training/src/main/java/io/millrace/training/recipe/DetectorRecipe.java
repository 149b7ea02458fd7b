package io.millrace.training.recipe;

import io.millrace.detection.detector.CalibrationScores;
import io.millrace.detection.detector.TrainingRows;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.score.Detector;
import io.millrace.training.network.TrainingProgress;
import io.millrace.training.pipeline.InputFit;
import io.millrace.training.pipeline.InputOptions;
import io.millrace.training.series.Series;
import java.util.List;
import java.util.Optional;

/**
 * Everything that decides the scores of a detector beside the data and the seed.
 *
 * @param name as it stands on the command line
 * @param inputs roles, scaler, features; fitted on all training rows
 * @param stateInputs whether state sensors are inputs
 * @param kind what is fitted
 * @param heldBack newest share of the training rows that calibrates the threshold, in (0, 0.9]
 */
public record DetectorRecipe(
        String name, InputOptions inputs, boolean stateInputs, DetectorKind kind, double heldBack) {

    public DetectorRecipe {
        if (!(heldBack > 0 && heldBack <= 0.9)) {
            throw new IllegalArgumentException("the share held back must be in (0, 0.9], found " + heldBack);
        }
    }

    /** Fits on one series' training rows alone. */
    public FittedDetector fit(Series training, long seed, TrainingProgress progress) {
        Preprocessing preprocessing = InputFit.of(List.of(training), inputs, stateInputs);
        var rows = TrainingRows.of(preprocessing.transform(training.rows()), preprocessing.features());
        requireRows(training, preprocessing, rows);
        var context = new FitContext(preprocessing.targets(), heldBack, seed, progress);
        DetectorKind.Fit fit = kind.fit(rows, context);
        Detector calibrator = fit.early();
        double[] calibration = CalibrationScores.of(calibrator, rows.tail(1 - heldBack, calibrator.steps() - 1));
        return new FittedDetector(preprocessing, fit.detector(), calibration, Optional.ofNullable(fit.curve()));
    }

    private void requireRows(Series training, Preprocessing preprocessing, TrainingRows rows) {
        int early = (int) ((1 - heldBack) * rows.rows(0));
        if (early < kind.steps() || rows.rows(0) == early) {
            throw new IllegalArgumentException(
                    ("series %s has %d training rows, of which %.0f %% are held back for the threshold: %s needs windows of %d"
                                    + " rows; use more training rows or a shorter window")
                            .formatted(
                                    training.machineId(),
                                    training.length(),
                                    100 * heldBack,
                                    name,
                                    kind.steps() + preprocessing.lookbackRows()));
        }
    }
}
