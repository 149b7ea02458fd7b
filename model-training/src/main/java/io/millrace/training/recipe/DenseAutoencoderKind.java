package io.millrace.training.recipe;

import io.millrace.detection.detector.TrainingRows;
import io.millrace.detection.score.DenseReconstructionDetector;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.WindowScoring;
import io.millrace.detection.threshold.ThresholdPolicy;
import io.millrace.training.network.DenseAutoencoderTrainer;
import io.millrace.training.network.DenseShape;
import io.millrace.training.network.FitOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The dense autoencoder. Fitted once, on the rows that are not held back, as {@link LstmAutoencoderKind} is.
 *
 * @param shape window length and layers
 * @param fit optimiser; its seed is replaced by the run's
 * @param scoring errors to window scores
 * @param mostWindows most windows to fit on: with more rows, windows are cut at a wider stride
 * @param validation newest share of the rows fitted on that decides when to stop, in [0, 0.9]
 */
public record DenseAutoencoderKind(
        DenseShape shape, FitOptions fit, WindowScoring scoring, int mostWindows, double validation)
        implements DetectorKind {

    /** Windows of 60 rows, 50 epochs of at most 4,000 windows: they take seconds. */
    public static final DenseAutoencoderKind DEFAULT = new DenseAutoencoderKind(
            DenseShape.DEFAULT, FitOptions.DEFAULT.withEpochs(50).withPatience(8), WindowScoring.MEAN, 4_000, 0.1);

    static final KnownKind KNOWN = new KnownKind(
            DenseReconstructionDetector.NAME,
            KnownKind.Task.NOVELTY,
            false,
            "what an autoencoder of dense layers cannot reconstruct of a window, or with one step of a row",
            FittingOptions.after(
                    List.of(
                            new KindOption(
                                    "steps",
                                    Integer.toString(DEFAULT.shape().steps()),
                                    "window length in rows, 1 or more; 1 looks at each row by itself"),
                            new KindOption(
                                    "layers", "128-64-32-16-32-64-128", "units of the layers between input and output"),
                            new KindOption(
                                    "percentile",
                                    "95",
                                    "of the held-back scores, at which the threshold lies, 50 to 100")),
                    DEFAULT.fit(),
                    DEFAULT.mostWindows()),
            settings -> Optional.of(new ThresholdPolicy.Percentile(settings.real("percentile", 50, 100))),
            DenseAutoencoderKind::of);

    private static DenseAutoencoderKind of(KindSettings settings) {
        return new DenseAutoencoderKind(
                new DenseShape(settings.whole("steps", 1), widths(settings.value("layers"))),
                FittingOptions.of(settings, DEFAULT.fit()),
                DEFAULT.scoring(),
                settings.whole("windows", 1),
                DEFAULT.validation());
    }

    private static List<Integer> widths(String layers) {
        try {
            return Arrays.stream(layers.split("-")).map(Integer::valueOf).toList();
        } catch (NumberFormatException notWhole) {
            throw new IllegalArgumentException(
                    DenseReconstructionDetector.NAME
                            + " expects layers to be whole numbers joined by hyphens, such as 64-16-64, found "
                            + layers,
                    notWhole);
        }
    }

    @Override
    public int steps() {
        return shape.steps();
    }

    @Override
    public boolean augmentable() {
        return true;
    }

    @Override
    public boolean random() {
        return true;
    }

    @Override
    public Fit fit(TrainingRows rows, FitContext context) {
        var windows = AutoencoderWindows.of(rows, context, steps(), validation, mostWindows);
        DenseAutoencoderTrainer.Fitted fitted = DenseAutoencoderTrainer.fit(
                windows.learnt(), windows.stopping(), shape, fit.withSeed(context.seed()), context.progress());
        Detector detector = new DenseReconstructionDetector(fitted.model(), scoring);
        return new Fit(detector, detector, fitted.curve());
    }
}
