package io.millrace.training.recipe;

import io.millrace.detection.forest.ForestShape;
import io.millrace.detection.forest.RandomCutForestDetector;
import io.millrace.detection.score.Detector;
import java.util.List;

/**
 * A random cut forest, one per machine; see {@link RandomCutForestDetector}.
 *
 * @param mostWindows training windows put in, evenly spaced, ≥ 1
 * @param trees ≥ 1
 * @param samples windows that each tree holds at most, ≥ 2
 */
public record RandomCutForestKind(int steps, int mostWindows, int trees, int samples) implements DetectorKind.Windowed {

    /** 30 trees of 256 windows of 8 rows each, grown from up to 512 training windows. */
    public static final RandomCutForestKind DEFAULT =
            new RandomCutForestKind(8, 512, ForestShape.DEFAULT.trees(), ForestShape.DEFAULT.samples());

    static final KnownKind KNOWN = KnownKind.novelty(
            RandomCutForestDetector.NAME,
            "how a window would change trees of training windows and of the machine's own; goes on learning from each machine",
            List.of(
                    KindOption.steps(DEFAULT.steps()),
                    new KindOption("trees", "30", "trees, 1 or more"),
                    new KindOption("samples", "256", "windows that each tree holds at most, 2 or more"),
                    new KindOption(
                            "windows", "512", "training windows that the forest starts from, at most; 1 or more")),
            settings -> new RandomCutForestKind(
                    settings.whole("steps", 1),
                    settings.whole("windows", 1),
                    settings.whole("trees", 1),
                    settings.whole("samples", 2)));

    @Override
    public boolean random() {
        return true;
    }

    @Override
    public Detector fitWindows(FitContext.Sample windows, FitContext context) {
        var shape = new ForestShape(trees, samples, (int) (context.seed() % 1_000_000));
        return RandomCutForestDetector.fit(windows.rows(), steps, windows.most(), shape);
    }
}
