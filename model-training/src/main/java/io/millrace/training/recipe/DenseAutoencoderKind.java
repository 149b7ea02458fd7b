package io.millrace.training.recipe;

import io.millrace.detection.detector.TrainingRows;
import io.millrace.detection.score.DenseReconstructionDetector;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.WindowScoring;
import io.millrace.training.network.DenseAutoencoderTrainer;
import io.millrace.training.network.DenseShape;
import io.millrace.training.network.FitOptions;
import io.millrace.training.network.WindowSet;

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
            DenseShape.DEFAULT,
            FitOptions.DEFAULT.withEpochs(50).withPatience(8),
            WindowScoring.MEAN,
            4_000,
            0.1);

    public DenseAutoencoderKind withSteps(int steps) {
        return new DenseAutoencoderKind(shape.withSteps(steps), fit, scoring, mostWindows, validation);
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
    public Fit fit(TrainingRows rows, FitContext context) {
        TrainingRows seen = rows.head(1 - context.heldBack()).leading(context.targets());
        TrainingRows first = seen.head(1 - validation);
        WindowSet windows = windows(first.windows(steps()) > 0 ? first : seen, mostWindows);
        WindowSet stopping = windows(seen.tail(1 - validation, steps() - 1), Math.max(32, mostWindows / 8));
        DenseAutoencoderTrainer.Fitted fitted = DenseAutoencoderTrainer.fit(
                windows, stopping, shape, fit.withSeed(context.seed()), context.progress());
        Detector detector = new DenseReconstructionDetector(fitted.model(), scoring);
        return new Fit(detector, detector, fitted.curve());
    }

    private WindowSet windows(TrainingRows rows, int most) {
        int stride = (int) Math.max(1, (rows.windows(steps()) + most - 1) / most);
        return WindowSet.of(rows.series(), steps(), rows.features(), stride);
    }
}
