package io.millrace.training.recipe;

import io.millrace.detection.detector.IsolationForestDetector;
import io.millrace.detection.detector.WindowView;
import io.millrace.detection.score.Detector;
import io.millrace.detection.threshold.ThresholdPolicy;
import java.util.List;
import java.util.Optional;

/**
 * An isolation forest over windows; see {@link IsolationForestDetector}.
 *
 * @param view what of a window is looked at
 * @param mostWindows training windows looked at, evenly spaced, ≥ 2
 * @param trees ≥ 1
 * @param samples windows that each tree grows on, ≥ 2
 */
public record IsolationForestKind(int steps, WindowView view, int mostWindows, int trees, int samples)
        implements DetectorKind.Windowed {

    /** 100 trees of 256 windows of 40 rows each, by their statistics. */
    public static final IsolationForestKind DEFAULT =
            new IsolationForestKind(40, WindowView.LOG_STATISTICS, 10_000, 100, 256);

    static final KnownKind KNOWN = new KnownKind(
            IsolationForestDetector.NAME,
            KnownKind.Task.NOVELTY,
            false,
            "how few random cuts set a window apart from training windows",
            List.of(
                    KindOption.steps(DEFAULT.steps()),
                    new KindOption(
                            "view",
                            "log-statistics",
                            "what of a window is looked at: rows, statistics (mean, deviation, extremes) or log-statistics"),
                    new KindOption("trees", "100", "trees, 1 or more"),
                    new KindOption("samples", "256", "windows that each tree grows on, 2 or more"),
                    new KindOption("windows", "10000", "training windows looked at, at most, evenly spaced; 2 or more"),
                    new KindOption(
                            "contamination",
                            "0.1",
                            "share of the windows held back that is taken for anomalous, 0 to 0.5: the threshold stands"
                                    + " above the others. Give 0.01 or less where training is known to be healthy")),
            settings -> Optional.of(new ThresholdPolicy.Percentile(100 * (1 - settings.real("contamination", 0, 0.5)))),
            settings -> new IsolationForestKind(
                    settings.whole("steps", 1),
                    settings.choice("view", WindowView.class),
                    settings.whole("windows", 2),
                    settings.whole("trees", 1),
                    settings.whole("samples", 2)));

    @Override
    public boolean random() {
        return true;
    }

    @Override
    public Detector fitWindows(FitContext.Sample windows, FitContext context) {
        return IsolationForestDetector.fit(windows.rows(), steps, view, windows.most(), trees, samples, context.seed());
    }
}
