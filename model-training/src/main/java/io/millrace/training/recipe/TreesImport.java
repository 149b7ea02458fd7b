package io.millrace.training.recipe;

import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.detector.BoostedTreesDetector;
import io.millrace.detection.detector.TreeOutcome;
import io.millrace.detection.feature.EngineeredFeatures;
import io.millrace.detection.feature.FeaturePlan;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.scale.FeatureSpec;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.scale.Quantiles;
import io.millrace.detection.scale.Scaler;
import io.millrace.detection.scale.ScalerKind;
import io.millrace.detection.threshold.Thresholds;
import io.millrace.detection.tree.TreeEnsemble;
import io.millrace.detection.tree.TreeFamily;
import io.millrace.training.pipeline.AlarmOptions;
import io.millrace.training.pipeline.Provenance;
import io.millrace.training.series.Series;
import io.millrace.training.trees.CatboostModel;
import io.millrace.training.trees.LightgbmModel;
import io.millrace.training.trees.UnreadableTreesException;
import io.millrace.training.trees.XgboostModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Trees that a library trained elsewhere, as a model that the job serves.
 *
 * @param family whose file it is
 * @param sensors names in the order of the features
 * @param steps window length in rows; 1 where the features are the sensors' newest values alone
 * @param classes of several classes their names in the trees' order, the normal one first; empty where there are two
 * @param life of a regression of remaining life the rows from which on a machine counts as new, > 0; else not looked at
 * @param threshold of the score, above 0
 */
public record TreesImport(
        TreeFamily family, List<String> sensors, int steps, List<String> classes, double life, double threshold) {

    public TreesImport {
        sensors = List.copyOf(sensors);
        classes = List.copyOf(classes);
    }

    /**
     * @param file what the library saved
     * @param healthy rows of normal operation, one layout that has the sensors; their medians are what an alert calls expected
     * @throws IllegalArgumentException if the file is no such model, or does not fit the sensors, window or classes
     */
    public ModelArtefact read(Path file, List<Series> healthy, String modelId, long version, long createdAtMillis)
            throws IOException {
        TreeEnsemble trees;
        try {
            trees = trees(Files.readAllBytes(file));
        } catch (UnreadableTreesException unreadable) {
            throw new IllegalArgumentException(file + ": " + unreadable.getMessage(), unreadable);
        }
        var plan = FeaturePlan.of(steps, sensors.size(), List.of());
        var features = new EngineeredFeatures(plan);
        if (trees.features() != features.size()) {
            throw new IllegalArgumentException(
                    ("%s: its trees expect %d features, %d sensors in windows of %d make %d (%s): give the"
                                    + " sensors and the window that it was trained on")
                            .formatted(
                                    file,
                                    trees.features(),
                                    sensors.size(),
                                    steps,
                                    features.size(),
                                    "each " + perSensor(features)));
        }
        AlarmOptions alarm = AlarmOptions.DEFAULT;
        var provenance = new TreeMap<String, String>(Provenance.of(healthy));
        provenance.put("import.trees", file.getFileName().toString());
        provenance.put("import.features", plan.toString());
        return new ModelArtefact(
                modelId,
                version,
                createdAtMillis,
                new Preprocessing(SensorLayout.ofNames(sensors), unchanged(), FeatureSpec.VALUES, false),
                new BoostedTreesDetector(trees, plan, outcome(trees, file), typical(healthy)),
                alarm.smoothing(),
                new Thresholds("given", threshold, Map.of(), 0, alarm.criticalRatio()),
                alarm.morphology(),
                provenance);
    }

    private TreeEnsemble trees(byte[] bytes) {
        return switch (family) {
            case XGBOOST -> XgboostModel.read(bytes);
            case LIGHTGBM -> LightgbmModel.read(new String(bytes, StandardCharsets.UTF_8));
            case CATBOOST -> CatboostModel.read(bytes);
        };
    }

    private static List<String> perSensor(EngineeredFeatures features) {
        return IntStream.range(0, features.size())
                .mapToObj(features::feature)
                .filter(feature -> feature.column() == 0)
                .map(EngineeredFeatures.Feature::name)
                .toList();
    }

    private TreeOutcome outcome(TreeEnsemble trees, Path file) {
        return switch (trees.link()) {
            case LOGISTIC -> TreeOutcome.binary("normal", "anomaly");
            case SOFTMAX -> {
                if (classes.size() != trees.outputs()) {
                    throw new IllegalArgumentException(file + ": its trees tell " + trees.outputs()
                            + " classes apart, found the names " + classes + ": name as many, the normal one first");
                }
                yield TreeOutcome.multiClass(classes, 0);
            }
            case IDENTITY -> TreeOutcome.remainingLife("rows left", life);
        };
    }

    /** Trees want values as they are; no sensor is left out, because each has its place among the features. */
    private Scaler unchanged() {
        double[] zeros = new double[sensors.size()];
        double[] ones = new double[sensors.size()];
        Arrays.fill(ones, 1);
        return new Scaler(ScalerKind.STANDARD, zeros, ones, new boolean[sensors.size()], Double.POSITIVE_INFINITY);
    }

    private float[] typical(List<Series> healthy) {
        var typical = new float[sensors.size()];
        for (int j = 0; j < typical.length; j++) {
            String sensor = sensors.get(j);
            double[] sorted = healthy.stream()
                    .flatMapToDouble(series -> {
                        int column = series.layout().names().indexOf(sensor);
                        if (column < 0) {
                            throw new IllegalArgumentException(series.machineId() + " has no sensor '" + sensor
                                    + "': it has " + series.layout().names());
                        }
                        return Arrays.stream(series.rows()).mapToDouble(row -> row[column]);
                    })
                    .sorted()
                    .toArray();
            typical[j] = (float) Quantiles.ofSorted(sorted, 0.5);
        }
        return typical;
    }
}
