package io.millrace.training.recipe;

import io.millrace.detection.detector.TrainingRows;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.detection.score.WindowScoring;
import io.millrace.training.network.FitOptions;
import io.millrace.training.network.FittedNetwork;
import io.millrace.training.network.NetworkOptions;
import io.millrace.training.network.WindowSet;
import io.millrace.training.pipeline.TrainerKind;

/**
 * The LSTM autoencoder. Fitted once, on the rows that are not held back: a second fit would double the time for little.
 *
 * @param network shape
 * @param fit optimiser; its seed is replaced by the run's
 * @param scoring errors to window scores
 * @param mostWindows most windows to fit on: with more rows, windows are cut at a wider stride
 * @param validation newest share of the rows fitted on that decides when to stop, in [0, 0.9]
 * @param trainer who computes the gradients
 */
public record LstmAutoencoderKind(
        NetworkOptions network,
        FitOptions fit,
        WindowScoring scoring,
        int mostWindows,
        double validation,
        TrainerKind trainer)
        implements DetectorKind {

    /** 60 steps, 64 units, 25 epochs of at most 800 windows. */
    public static final LstmAutoencoderKind DEFAULT = new LstmAutoencoderKind(
            NetworkOptions.DEFAULT, FitOptions.DEFAULT, WindowScoring.MEAN, 800, 0.1, TrainerKind.DEFAULT);

    @Override
    public int steps() {
        return network.steps();
    }

    @Override
    public boolean random() {
        return true;
    }

    @Override
    public Fit fit(TrainingRows rows, FitContext context) {
        TrainingRows seen = rows.head(1 - context.heldBack()).leading(context.targets());
        TrainingRows first = seen.head(1 - validation);
        WindowSet windows = first.windows(steps()) > 0 ? windows(first, mostWindows) : windows(seen, mostWindows);
        WindowSet stopping = windows(seen.tail(1 - validation, steps() - 1), Math.max(32, mostWindows / 8));
        FittedNetwork fitted =
                trainer.newTrainer().fit(windows, stopping, network, fit.withSeed(context.seed()), context.progress());
        Detector detector = new ReconstructionDetector(fitted.model(), scoring);
        return new Fit(detector, detector, fitted.curve());
    }

    private WindowSet windows(TrainingRows rows, int most) {
        int stride = (int) Math.max(1, (rows.windows(steps()) + most - 1) / most);
        return WindowSet.of(rows.series(), steps(), rows.features(), stride);
    }
}
