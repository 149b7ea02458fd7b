package io.millrace.cli.heartbeat;

import io.millrace.detection.artefact.ModelArtefact;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The model that scores heartbeats: an LSTM autoencoder without weights, which reconstructs zero. A beat of 1 scores 1, far below the threshold, so it raises
 * no alert; it takes the code path of every autoencoder.
 */
final class HeartbeatModel {

    static final String MODEL_ID = "millrace-heartbeat";

    /** Machines that it is for; the job publishes their scores whatever else it publishes ({@code scores.heartbeat-prefix}). */
    static final String PATTERN = "millrace-heartbeat*";

    static final String SENSOR = "beat";
    static final double BEAT = 1;

    /** Rows of a window: the first beats of a machine complete none. */
    static final int STEPS = 2;

    private static final int HIDDEN = 1;
    private static final double THRESHOLD = 100;

    private HeartbeatModel() {}

    static ModelArtefact artefact() {
        Scaler scaler =
                new Scaler(ScalerKind.STANDARD, new double[] {0}, new double[] {1}, new boolean[] {false}, THRESHOLD);
        LstmLayer zero = new LstmLayer(1, HIDDEN, new float[4 * HIDDEN], new float[4 * HIDDEN], new float[4 * HIDDEN]);
        LstmAutoencoder autoencoder = new LstmAutoencoder(
                STEPS, Activation.TANH, zero, zero, new DenseLayer(HIDDEN, 1, new float[HIDDEN], new float[1]));
        return new ModelArtefact(
                MODEL_ID,
                1,
                1_000,
                new Preprocessing(SensorLayout.ofNames(List.of(SENSOR)), scaler, FeatureSpec.VALUES, false),
                new ReconstructionDetector(autoencoder, WindowScoring.MEAN),
                Smoothing.NONE,
                new Thresholds("by hand", THRESHOLD, Map.of(), 0, 2),
                new Morphology(3, 2, 0),
                new TreeMap<>());
    }
}
