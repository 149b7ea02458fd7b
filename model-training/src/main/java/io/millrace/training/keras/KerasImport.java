package io.millrace.training.keras;

import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.scale.FeatureSpec;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.detection.threshold.ThresholdPolicy;
import io.millrace.detection.threshold.Thresholds;
import io.millrace.training.pipeline.AlarmOptions;
import io.millrace.training.series.Series;
import io.millrace.training.tune.TuneOptions;
import io.millrace.training.tune.Tuner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A network of Keras' and a scaler of scikit-learn's, put together to a model that the job serves. */
public final class KerasImport {

    private KerasImport() {}

    /**
     * The model without a threshold of its own yet: 1, until {@link #calibrated} or {@link #withThreshold}.
     *
     * @param sensors names in the order of the network's features; empty to take those that the scaler's file names
     * @param clip largest absolute scaled value, > 0
     * @throws BadImportException if a file cannot be imported, or network, scaler and sensors do not fit each other
     */
    public static ModelArtefact read(
            Path network,
            Path scaler,
            List<String> sensors,
            double clip,
            String modelId,
            long version,
            long createdAtMillis)
            throws IOException {
        LstmAutoencoder autoencoder = KerasAutoencoder.read(network);
        ScikitScaler scaling = ScikitScaler.read(scaler, clip);
        List<String> names = sensors.isEmpty() ? scaling.sensors() : sensors;
        if (names.isEmpty()) {
            throw new BadImportException(
                    scaler, "names no sensors (feature_names_in_): name them in the order of the features");
        }
        if (!scaling.sensors().isEmpty() && !scaling.sensors().equals(names)) {
            throw new BadImportException(
                    scaler,
                    "was fitted on " + scaling.sensors() + ", found the sensors " + names + ": name them in its order");
        }
        if (names.size() != autoencoder.features()) {
            throw new BadImportException(
                    network,
                    "expects " + autoencoder.features() + " features, found " + names.size() + " sensors " + names);
        }
        if (scaling.scaler().sensors() != names.size()) {
            throw new BadImportException(
                    scaler, "scales " + scaling.scaler().sensors() + " sensors, found " + names.size() + ": " + names);
        }
        AlarmOptions alarm = AlarmOptions.DEFAULT;
        return new ModelArtefact(
                modelId,
                version,
                createdAtMillis,
                new Preprocessing(SensorLayout.ofNames(names), scaling.scaler(), FeatureSpec.VALUES, false),
                new ReconstructionDetector(autoencoder, alarm.scoring()),
                alarm.smoothing(),
                new Thresholds("not calibrated", 1, Map.of(), 0, alarm.criticalRatio()),
                alarm.morphology(),
                new TreeMap<>(Map.of(
                        "import.network", network.getFileName().toString(),
                        "import.scaler", scaler.getFileName().toString())));
    }

    /**
     * With the threshold that a policy finds on the scores of healthy series.
     *
     * @throws IllegalArgumentException if a sensor is missing or all series are shorter than a window
     */
    public static ModelArtefact calibrated(ModelArtefact imported, List<Series> healthy, ThresholdPolicy policy) {
        Thresholds found =
                Tuner.tune(imported, healthy, TuneOptions.of(policy)).artefact().thresholds();
        long rows = healthy.stream().mapToLong(Series::length).sum();
        return imported.withThresholds(found).withProvenance(Map.of("calibration.rows", Long.toString(rows)));
    }

    /** With a threshold that somebody knows, > 0. */
    public static ModelArtefact withThreshold(ModelArtefact imported, double threshold) {
        return imported.withThresholds(new Thresholds(
                "given", threshold, Map.of(), 0, imported.thresholds().criticalRatio()));
    }
}
