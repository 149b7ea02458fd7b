package io.millrace.training.recipe;

import io.millrace.detection.detector.TrainingRows;
import io.millrace.detection.model.Activation;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.detection.score.WindowScoring;
import io.millrace.training.network.FitOptions;
import io.millrace.training.network.FittedNetwork;
import io.millrace.training.network.NetworkOptions;
import io.millrace.training.pipeline.TrainerKind;
import java.util.List;

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

    static final KnownKind KNOWN = KnownKind.novelty(
            ReconstructionDetector.NAME,
            "what an LSTM autoencoder cannot reconstruct of a window",
            FittingOptions.after(
                    List.of(
                            new KindOption(
                                    "steps", text(DEFAULT.network().steps()), "window length in rows, 2 or more"),
                            new KindOption(
                                    "hidden", text(DEFAULT.network().hidden()), "units of each LSTM layer, 1 or more"),
                            new KindOption("activation", "tanh", "tanh or relu")),
                    DEFAULT.fit(),
                    DEFAULT.mostWindows()),
            LstmAutoencoderKind::of);

    private static String text(int number) {
        return Integer.toString(number);
    }

    private static LstmAutoencoderKind of(KindSettings settings) {
        return new LstmAutoencoderKind(
                DEFAULT.network()
                        .withSteps(settings.whole("steps", 2))
                        .withHidden(settings.whole("hidden", 1))
                        .withActivation(settings.choice("activation", Activation.class)),
                FittingOptions.of(settings, DEFAULT.fit()),
                DEFAULT.scoring(),
                settings.whole("windows", 1),
                DEFAULT.validation(),
                DEFAULT.trainer());
    }

    @Override
    public int steps() {
        return network.steps();
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
        FittedNetwork fitted = trainer.newTrainer()
                .fit(windows.learnt(), windows.stopping(), network, fit.withSeed(context.seed()), context.progress());
        Detector detector = new ReconstructionDetector(fitted.model(), scoring);
        return new Fit(detector, detector, fitted.curve());
    }
}
