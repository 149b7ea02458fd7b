package io.millrace.training.recipe;

import io.millrace.detection.detector.TrainingRows;
import io.millrace.detection.score.EstimatingDetector;
import io.millrace.training.network.EstimatorShape;
import io.millrace.training.network.FitOptions;
import io.millrace.training.tune.LabelledPolicy;
import java.util.List;
import java.util.Optional;

/**
 * Two LSTM layers that learn from labelled rows how like a fault a window is.
 *
 * @param shape window length and units
 * @param fit optimiser; its seed is replaced by the run's
 * @param mostWindows most windows to fit on
 * @param validation newest share of the rows fitted on that decides when to stop, in [0, 0.9]
 * @param anomalyWeight see {@link EstimatorFit}
 * @param threshold on the labelled rows held back
 */
public record LstmClassifierKind(
        EstimatorShape.Classifier shape,
        FitOptions fit,
        int mostWindows,
        double validation,
        double anomalyWeight,
        LabelledPolicy threshold)
        implements DetectorKind {

    public static final LstmClassifierKind DEFAULT = new LstmClassifierKind(
            EstimatorShape.Classifier.DEFAULT,
            FitOptions.DEFAULT.withEpochs(20),
            2_000,
            0.1,
            0,
            new LabelledPolicy.BestF1());

    static final KnownKind KNOWN = new KnownKind(
            EstimatingDetector.CLASSIFIER,
            KnownKind.Task.CLASSIFICATION,
            true,
            "probability, by an LSTM that learnt from labels, that the newest row of a window is anomalous",
            FittingOptions.afterLabelled(
                    List.of(
                            new KindOption("steps", "100", "window length in rows, 2 or more"),
                            new KindOption("hidden", "64", "units of the first LSTM layer, 1 or more"),
                            new KindOption("second", "32", "units of the second LSTM layer, 1 or more"),
                            new KindOption("dense", "16", "units of the dense layer, 1 or more")),
                    DEFAULT.fit(),
                    DEFAULT.mostWindows()),
            settings -> Optional.empty(),
            LstmClassifierKind::of);

    private static LstmClassifierKind of(KindSettings settings) {
        return new LstmClassifierKind(
                new EstimatorShape.Classifier(
                        settings.whole("steps", 2),
                        settings.whole("hidden", 1),
                        settings.whole("second", 1),
                        settings.whole("dense", 1)),
                FittingOptions.of(settings, DEFAULT.fit()),
                settings.whole("windows", 1),
                DEFAULT.validation(),
                FittingOptions.anomalyWeight(settings),
                LabelledThreshold.of(settings));
    }

    @Override
    public int steps() {
        return shape.steps();
    }

    @Override
    public boolean random() {
        return true;
    }

    @Override
    public Optional<LabelledPolicy> labelledThreshold() {
        return Optional.of(threshold);
    }

    @Override
    public Fit fit(TrainingRows rows, FitContext context) {
        double share = 1 - context.heldBack();
        return new EstimatorFit(shape, fit, mostWindows, validation, anomalyWeight)
                .fit(
                        rows.head(share).leading(context.targets()),
                        context.requireLabels(EstimatingDetector.CLASSIFIER)
                                .head(share)
                                .targets(),
                        EstimatingDetector.CLASSIFIER,
                        context);
    }
}
