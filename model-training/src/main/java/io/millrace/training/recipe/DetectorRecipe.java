package io.millrace.training.recipe;

import io.millrace.detection.detector.CalibrationScores;
import io.millrace.detection.detector.TrainingRows;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.score.Detector;
import io.millrace.training.augment.AugmentOptions;
import io.millrace.training.network.TrainingProgress;
import io.millrace.training.pipeline.InputFit;
import io.millrace.training.pipeline.InputOptions;
import io.millrace.training.pipeline.SyntheticRows;
import io.millrace.training.pipeline.UnusableSeriesException;
import io.millrace.training.series.Series;
import java.util.ArrayList;
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
 * @param augment synthetic windows beside those that are learnt, never beside those held back; empty for none
 */
public record DetectorRecipe(
        String name,
        InputOptions inputs,
        boolean stateInputs,
        DetectorKind kind,
        double heldBack,
        Optional<AugmentOptions> augment) {

    public DetectorRecipe {
        if (!(heldBack > 0 && heldBack <= 0.9)) {
            throw new IllegalArgumentException("the share held back must be in (0, 0.9], found " + heldBack);
        }
        if (augment.isPresent() && !kind.augmentable()) {
            throw new IllegalArgumentException(name
                    + " learns no windows of normal operation by themselves: synthetic ones do not help it; leave out the"
                    + " augmentation, or choose a kind such as window-pca or an autoencoder");
        }
    }

    /** Without augmentation. */
    public DetectorRecipe(String name, InputOptions inputs, boolean stateInputs, DetectorKind kind, double heldBack) {
        this(name, inputs, stateInputs, kind, heldBack, Optional.empty());
    }

    /** The same with this augmentation. */
    public DetectorRecipe withAugment(Optional<AugmentOptions> value) {
        return new DetectorRecipe(name, inputs, stateInputs, kind, heldBack, value);
    }

    /** Whether the seed changes anything. */
    public boolean random() {
        return kind.random() || augment.isPresent();
    }

    /** Names what is on: scores kept under a name of this text stay valid when a further option is off. */
    @Override
    public String toString() {
        return "DetectorRecipe[name=%s, inputs=%s, stateInputs=%s, kind=%s, heldBack=%s%s]"
                .formatted(
                        name,
                        inputs,
                        stateInputs,
                        kind,
                        heldBack,
                        augment.map(options -> ", augment=" + options).orElse(""));
    }

    /** Fits on one series' training rows alone. */
    public FittedDetector fit(Series training, long seed, TrainingProgress progress) {
        return fit(List.of(training), seed, progress);
    }

    /**
     * Fits on series of one layout.
     *
     * @throws UnusableSeriesException for a series that is too short
     */
    public FittedDetector fit(List<Series> training, long seed, TrainingProgress progress) {
        Preprocessing preprocessing = preprocessing(training);
        var matrices = new ArrayList<float[]>();
        for (Series series : training) {
            float[] matrix = preprocessing.transform(series.rows());
            requireRows(series, preprocessing, matrix.length / preprocessing.features());
            matrices.add(matrix);
        }
        var rows = new TrainingRows(matrices, preprocessing.features());
        Optional<RowLabels> labels = labels(training, preprocessing.lookbackRows());
        if (kind.holdsBackSeries()) {
            return fitOnFirstSeries(rows, preprocessing, seed, progress);
        }
        var context = new FitContext(
                preprocessing.targets(),
                heldBack,
                seed,
                progress,
                labels,
                augment.map(options -> new SyntheticRows(options, training, preprocessing)),
                faults(training, preprocessing));
        DetectorKind.Fit fit = kind.fit(rows, context);
        Detector calibrator = fit.early();
        int lead = calibrator.steps() - 1;
        List<double[]> scores = CalibrationScores.perSeries(calibrator, rows.tail(1 - heldBack, lead));
        Optional<RowLabels> tails = labels.map(all -> all.tail(1 - heldBack, lead));
        return new FittedDetector(
                preprocessing,
                fit.detector(),
                kind.labelledThreshold().isPresent() || tails.isEmpty()
                        ? scores
                        : tails.get().healthy(scores, calibrator.steps()),
                tails.map(all -> all.from(lead)),
                Optional.ofNullable(fit.curve()),
                fit.notes());
    }

    private Preprocessing preprocessing(List<Series> training) {
        Preprocessing scaled = InputFit.of(training, inputs, stateInputs);
        return kind.physicalValues()
                ? new Preprocessing(scaled.layout(), scaled.scaler().physical(), scaled.spec(), stateInputs)
                : scaled;
    }

    private FittedDetector fitOnFirstSeries(
            TrainingRows rows, Preprocessing preprocessing, long seed, TrainingProgress progress) {
        int count = rows.series().size();
        int held = (int) Math.ceil(heldBack * count);
        if (held == count) {
            throw new IllegalArgumentException(
                    name + " holds back whole series for the threshold: expected 2 series or more, found " + count);
        }
        var first = new TrainingRows(rows.series().subList(0, count - held), rows.features());
        var last = new TrainingRows(rows.series().subList(count - held, count), rows.features());
        DetectorKind.Fit fit = kind.fit(
                first,
                new FitContext(
                        preprocessing.targets(),
                        0,
                        seed,
                        progress,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        return new FittedDetector(
                preprocessing,
                fit.detector(),
                CalibrationScores.perSeries(fit.early(), last),
                Optional.empty(),
                Optional.ofNullable(fit.curve()),
                fit.notes());
    }

    /** Of the rows that have features; known where they are known of every series. */
    private static Optional<RowLabels> labels(List<Series> training, int lookback) {
        if (training.stream().anyMatch(series -> series.labels().isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(new RowLabels(training.stream()
                .map(series -> series.tail(lookback).labels().orElseThrow())
                .toList()));
    }

    /** What is wrong at each row that has features; known where it is known of every series. */
    private static Optional<List<String[]>> faults(List<Series> training, Preprocessing preprocessing) {
        if (training.stream().anyMatch(series -> series.faults().isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(training.stream()
                .map(series ->
                        series.tail(preprocessing.lookbackRows()).faults().orElseThrow())
                .toList());
    }

    private void requireRows(Series training, Preprocessing preprocessing, int rows) {
        int early = (int) ((1 - heldBack) * rows);
        if (early < kind.steps() || rows == early) {
            throw new UnusableSeriesException(
                    training.machineId(),
                    ("has %d training rows, of which %.0f %% are held back for the threshold: %s needs windows of %d rows; use"
                                    + " more training rows or a shorter window")
                            .formatted(
                                    training.length(),
                                    100 * heldBack,
                                    name,
                                    kind.steps() + preprocessing.lookbackRows()));
        }
    }
}
