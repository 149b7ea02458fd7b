package io.millrace.job;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.detection.model.Activation;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmLayer;
import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.scale.FeatureSpec;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.scale.Scaler;
import io.millrace.detection.scale.ScalerKind;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.score.WindowScoring;
import io.millrace.detection.threshold.Thresholds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A model that needs no training and whose scores can be told beforehand: an LSTM autoencoder without weights reconstructs zero, so a
 * window's score is the mean square of its values. Five steps; anomalous above 4.
 */
final class MeanModel {
    static final List<String> SENSORS = List.of("temperature", "pressure", "vibration");

    private static final int STEPS = 5;
    private static final int HIDDEN = 4;
    private static final double THRESHOLD = 4;

    private MeanModel() {}

    static Path write(Path file) throws IOException {
        return Files.write(file, ArtefactCodec.encode(artefact()));
    }

    static ModelArtefact artefact() {
        int width = SENSORS.size();
        double[] ones = new double[width];
        Arrays.fill(ones, 1);
        Scaler scaler = new Scaler(ScalerKind.STANDARD, new double[width], ones, new boolean[width], 100);
        LstmAutoencoder autoencoder = new LstmAutoencoder(
                STEPS,
                Activation.TANH,
                lstm(width),
                lstm(HIDDEN),
                new DenseLayer(HIDDEN, width, new float[HIDDEN * width], new float[width]));
        return new ModelArtefact(
                "mean",
                1,
                1_000,
                new Preprocessing(SensorLayout.ofNames(SENSORS), scaler, FeatureSpec.VALUES, false),
                new ReconstructionDetector(autoencoder, WindowScoring.MEAN),
                Smoothing.NONE,
                new Thresholds("by hand", THRESHOLD, Map.of(), 0, 2),
                new Morphology(3, 2, 0),
                new TreeMap<>());
    }

    /** The same model in another version. */
    static ModelArtefact version(long version) {
        ModelArtefact first = artefact();
        return new ModelArtefact(
                first.modelId(),
                version,
                first.createdAtMillis(),
                first.preprocessing(),
                first.detector(),
                first.smoothing(),
                first.thresholds(),
                first.morphology(),
                first.provenance());
    }

    /** A machine's own output layer that reconstructs {@code level}: the score is the mean square of the distance from it. */
    static ModelDelta delta(ModelArtefact base, String machineId, long version, float level) {
        int width = SENSORS.size();
        float[] bias = new float[width];
        Arrays.fill(bias, level);
        return new ModelDelta(
                base.modelId() + "-" + machineId,
                version,
                2_000,
                machineId,
                base.modelId(),
                base.version(),
                ArtefactCodec.weightsSha256(base),
                Optional.empty(),
                new DenseLayer(HIDDEN, width, new float[HIDDEN * width], bias),
                2 * THRESHOLD,
                "by hand",
                new TreeMap<>());
    }

    private static LstmLayer lstm(int inputs) {
        return new LstmLayer(
                inputs, HIDDEN, new float[inputs * 4 * HIDDEN], new float[HIDDEN * 4 * HIDDEN], new float[4 * HIDDEN]);
    }
}
