package io.millrace.training.recipe;

import io.millrace.detection.detector.KMeansWindowsDetector;
import io.millrace.detection.detector.MemoryPolicy;
import io.millrace.detection.detector.PredictorSettings;
import io.millrace.detection.detector.WindowNeighbourDetector;
import io.millrace.detection.detector.WindowPcaDetector;
import io.millrace.detection.tree.TreeFamily;
import io.millrace.training.trees.CatboostLibrary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every kind of detector that can be trained by its name. A kind of its own class says what it is there. */
public final class KnownKinds {

    private static final KindOption MOST_WINDOWS =
            new KindOption("windows", "1500", "training windows kept or looked at, at most, evenly spaced; 1 or more");

    private static final KnownKind NEIGHBOUR = KnownKind.novelty(
            WindowNeighbourDetector.NAME,
            "distance to the nearest window known: of training, and of the machine's own past where it remembers some",
            Stream.concat(Stream.of(KindOption.steps(40), MOST_WINDOWS), memory().stream())
                    .toList(),
            s -> new DetectorKind.WindowNeighbour(s.whole("steps", 1), s.whole("windows", 1), memory(s)));

    private static final KnownKind STATISTICS = KnownKind.novelty(
            "window-statistics",
            "distance to the nearest known mean, deviation, maximum and minimum of a window: levels, and sensors that are stuck",
            Stream.concat(Stream.of(KindOption.steps(60), MOST_WINDOWS), memory().stream())
                    .toList(),
            s -> new DetectorKind.WindowLogStatistics(s.whole("steps", 1), s.whole("windows", 1), memory(s)));

    private static final KnownKind PCA = KnownKind.novelty(
            WindowPcaDetector.NAME,
            "what the principal components of training windows leave over",
            List.of(
                    KindOption.steps(60),
                    MOST_WINDOWS,
                    new KindOption("variance", "0.9", "share of the variance that the components carry, 0.01 to 1")),
            s -> new DetectorKind.WindowPca(s.whole("steps", 1), s.whole("windows", 1), s.real("variance", 0.01, 1)));

    private static final KnownKind CLUSTERS = KnownKind.novelty(
            KMeansWindowsDetector.NAME,
            "distance to the nearest cluster of training windows",
            List.of(KindOption.steps(40), MOST_WINDOWS, new KindOption("clusters", "20", "clusters, 1 or more")),
            s -> new DetectorKind.KMeansWindows(s.whole("steps", 1), s.whole("windows", 1), s.whole("clusters", 1)));

    private static final KnownKind PREDICTOR = KnownKind.novelty(
            "one-step-predictor",
            "error of a ridge regression on the rows before and on the state sensors",
            List.of(
                    new KindOption("past-rows", "50", "past rows of a sensor that its prediction rests on, 1 or more"),
                    new KindOption("state-rows", "20", "newest rows of the state sensors, 1 or more"),
                    new KindOption("penalty", "10", "of the ridge regression, above 0")),
            KnownKinds::predictor);

    private static final Map<String, KnownKind> ALL = byName(
            LstmAutoencoderKind.KNOWN,
            DenseAutoencoderKind.KNOWN,
            IsolationForestKind.KNOWN,
            RandomCutForestKind.KNOWN,
            LstmClassifierKind.KNOWN,
            AttentionLstmKind.KNOWN,
            NEIGHBOUR,
            STATISTICS,
            PCA,
            CLUSTERS,
            PREDICTOR,
            BoostedTreesKind.known(TreeFamily.XGBOOST),
            BoostedTreesKind.known(TreeFamily.LIGHTGBM),
            BoostedTreesKind.known(TreeFamily.CATBOOST),
            WeightedEnsembleKind.KNOWN);

    private KnownKinds() {}

    /** All of them, in the order of reports. */
    public static List<KnownKind> all() {
        return List.copyOf(ALL.values());
    }

    /** Those that can be trained here: all, but CatBoost's trees where their trainer is missing. */
    public static List<KnownKind> trainable() {
        return ALL.values().stream()
                .filter(kind -> CatboostLibrary.isPresent() || !kind.name().equals(TreeFamily.CATBOOST.optionName()))
                .toList();
    }

    /** @throws IllegalArgumentException for a name that no kind has; names all that there are */
    public static KnownKind of(String name) {
        KnownKind found = ALL.get(name);
        if (found == null) {
            throw new IllegalArgumentException("'" + name + "' is no kind of detector: choose one of "
                    + String.join(", ", ALL.keySet()) + " (millrace detectors)");
        }
        return found;
    }

    private static List<KindOption> memory() {
        return List.of(
                new KindOption(
                        "memory",
                        "0",
                        "windows remembered of a machine's own past, at most; 0 or more. Keyed state of the job:"
                                + " 4 bytes per value, steps and sensor each"),
                new KindOption("memory-stride", "4", "every how many windows one is remembered, 1 or more"),
                new KindOption("memory-age", "80", "windows before a remembered one counts, 0 or more"));
    }

    private static MemoryPolicy memory(KindSettings settings) {
        return new MemoryPolicy(
                settings.whole("memory", 0), settings.whole("memory-stride", 1), settings.whole("memory-age", 0));
    }

    private static DetectorKind predictor(KindSettings settings) {
        PredictorSettings usual = PredictorSettings.DEFAULT;
        return new DetectorKind.OneStepPredictor(new PredictorSettings(
                settings.whole("past-rows", 1),
                settings.whole("state-rows", 1),
                settings.real("penalty", Double.MIN_VALUE, Double.MAX_VALUE),
                usual.leastScale(),
                usual.mostRows(),
                usual.topTargets()));
    }

    private static Map<String, KnownKind> byName(KnownKind... kinds) {
        var all = new LinkedHashMap<String, KnownKind>();
        for (KnownKind kind : kinds) {
            all.put(kind.name(), kind);
        }
        return all;
    }
}
