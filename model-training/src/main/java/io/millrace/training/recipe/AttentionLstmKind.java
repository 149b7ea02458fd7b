package io.millrace.training.recipe;

import io.millrace.detection.detector.TrainingRows;
import io.millrace.detection.score.EstimatingDetector;
import io.millrace.detection.threshold.ThresholdPolicy;
import io.millrace.training.network.EstimatorShape;
import io.millrace.training.network.FitOptions;
import io.millrace.training.tune.LabelledPolicy;
import java.util.List;
import java.util.Optional;

/**
 * Bidirectional LSTM layers with self-attention. As a classifier it learns from labelled rows; as a regression it estimates how much of its
 * life a machine has used up, from series that each run until their machine fails: 1 − min(rows left, {@code life})/{@code life}, so that the
 * score rises from 0, while the end is at least {@code life} rows away, to 1 at the end.
 *
 * <p>Reference for the bounded life: F. O. Heimes, "Recurrent Neural Networks for Remaining Useful Life Estimation", PHM 2008.
 *
 * @param shape window length and units
 * @param fit optimiser; its seed is replaced by the run's
 * @param mostWindows most windows to fit on
 * @param validation share of the rows fitted on, the newest ones, that decides when to stop, in [0, 0.9]
 * @param anomalyWeight see {@link EstimatorFit}
 * @param threshold of a classifier, on the labelled rows held back
 * @param life rows before the end from which on a regression tells them apart, ≥ 1
 */
public record AttentionLstmKind(
        EstimatorShape.Attention shape,
        FitOptions fit,
        int mostWindows,
        double validation,
        double anomalyWeight,
        LabelledPolicy threshold,
        int life)
        implements DetectorKind {

    public static final AttentionLstmKind DEFAULT = new AttentionLstmKind(
            EstimatorShape.Attention.DEFAULT,
            FitOptions.DEFAULT.withEpochs(20),
            2_000,
            0.1,
            0,
            new LabelledPolicy.BestF1(),
            125);

    /** What it learns. */
    enum Learns {
        LABELS,
        REMAINING_LIFE
    }

    static final KnownKind KNOWN = new KnownKind(
            EstimatingDetector.ATTENTION,
            KnownKind.Task.CLASSIFICATION,
            true,
            "probability that a window's newest row is anomalous, or how much of its life a machine has used up, by LSTMs that"
                    + " read windows both ways and attend to their steps",
            FittingOptions.afterLabelled(
                    List.of(
                            new KindOption(
                                    "learns",
                                    "labels",
                                    "labels, or remaining-life: each series runs until its machine fails, and no labels are needed"),
                            RemainingLife.LIFE,
                            RemainingLife.ALARM,
                            new KindOption("steps", "60", "window length in rows, 2 or more"),
                            new KindOption(
                                    "layers",
                                    "1",
                                    "bidirectional layers, 1 or more; 3 with 256 units is the large setting"),
                            new KindOption("hidden", "64", "LSTM units of each direction, 1 or more"),
                            new KindOption("heads", "4", "attention heads, a divisor of twice the units"),
                            new KindOption("dense", "32", "units of the dense layer, 1 or more"),
                            new KindOption(
                                    "dropout", "0.2", "share of a layer's outputs left out in training, 0 to 0.9")),
                    DEFAULT.fit(),
                    DEFAULT.mostWindows()),
            AttentionLstmKind::alarm,
            AttentionLstmKind::of);

    private static AttentionLstmKind of(KindSettings settings) {
        return new AttentionLstmKind(
                new EstimatorShape.Attention(
                        settings.whole("steps", 2),
                        settings.whole("layers", 1),
                        settings.whole("hidden", 1),
                        settings.whole("heads", 1),
                        settings.whole("dense", 1),
                        settings.real("dropout", 0, 0.9),
                        learnsLife(settings)),
                FittingOptions.of(settings, DEFAULT.fit()),
                settings.whole("windows", 1),
                DEFAULT.validation(),
                FittingOptions.anomalyWeight(settings),
                LabelledThreshold.of(settings),
                RemainingLife.life(settings));
    }

    private static Optional<ThresholdPolicy> alarm(KindSettings settings) {
        return learnsLife(settings) ? RemainingLife.alarm(settings, EstimatingDetector.ATTENTION) : Optional.empty();
    }

    private static boolean learnsLife(KindSettings settings) {
        return settings.choice("learns", Learns.class) == Learns.REMAINING_LIFE;
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
        return shape.regression() ? Optional.empty() : Optional.of(threshold);
    }

    /** A machine's last rows are what there is to learn: whole machines are held back, not the ends of all. */
    @Override
    public boolean holdsBackSeries() {
        return shape.regression();
    }

    @Override
    public Fit fit(TrainingRows rows, FitContext context) {
        double share = 1 - context.heldBack();
        TrainingRows seen = rows.head(share).leading(context.targets());
        List<float[]> targets = shape.regression()
                ? RowLabels.usedLife(seen, life)
                : context.requireLabels(EstimatingDetector.ATTENTION)
                        .head(share)
                        .targets();
        return new EstimatorFit(shape, fit, mostWindows, validation, anomalyWeight)
                .fit(seen, targets, EstimatingDetector.ATTENTION, context);
    }
}
