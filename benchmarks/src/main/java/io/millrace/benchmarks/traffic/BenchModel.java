package io.millrace.benchmarks.traffic;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.detection.model.Activation;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmLayer;
import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.reading.MachinePattern;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.scale.FeatureSpec;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.scale.Scaler;
import io.millrace.detection.scale.ScalerKind;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.score.WindowScoring;
import io.millrace.detection.threshold.Thresholds;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ReleaseAction;
import io.millrace.schemas.codec.RecordEncoder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * An LSTM autoencoder for a {@link Fleet}: small random weights, so that it reconstructs next to nothing and a window's score is near the
 * mean square of its values, 1 when all is well. What it costs does not depend on what it has learnt. Three windows above the threshold
 * open an event.
 *
 * @param sensors of each machine, all of which are features
 * @param hidden units of both LSTM layers
 * @param steps of a window
 */
public record BenchModel(int sensors, int hidden, int steps) {

    private static final double THRESHOLD = 3;

    public ModelArtefact artefact() {
        return artefact(1);
    }

    private ModelArtefact artefact(long version) {
        var random = new Random(version);
        var ones = new double[sensors];
        Arrays.fill(ones, 1);
        var scaler = new Scaler(ScalerKind.STANDARD, new double[sensors], ones, new boolean[sensors], 100);
        var layout = SensorLayout.ofNames(Fleet.sensorNames(sensors));
        return new ModelArtefact(
                "bench",
                version,
                0,
                new Preprocessing(layout, scaler, FeatureSpec.VALUES, false),
                new ReconstructionDetector(autoencoder(random), WindowScoring.MEAN),
                Smoothing.NONE,
                new Thresholds("by hand", THRESHOLD, Map.of(), 0, 2),
                new Morphology(3, 2, 0),
                new TreeMap<>());
    }

    /**
     * The release of a machine's own model.
     *
     * @param all whether all layers are its own, rather than the output layer alone
     */
    public ModelRelease ownModel(String machineId, String baseSha256, boolean all) {
        var random = new Random(machineId.hashCode());
        LstmAutoencoder own = autoencoder(random);
        var delta = new ModelDelta(
                "bench-" + machineId,
                1,
                0,
                machineId,
                "bench",
                1,
                baseSha256,
                all ? Optional.of(new ModelDelta.Recurrent(own.encoder(), own.decoder())) : Optional.empty(),
                own.output(),
                THRESHOLD,
                "by hand",
                new TreeMap<>());
        return release(delta.modelId(), MachinePattern.of(machineId).glob(), ArtefactCodec.encode(delta));
    }

    private LstmAutoencoder autoencoder(Random random) {
        return new LstmAutoencoder(
                steps,
                Activation.TANH,
                lstm(random, sensors),
                lstm(random, hidden),
                new DenseLayer(hidden, sensors, weights(random, hidden * sensors), weights(random, sensors)));
    }

    private LstmLayer lstm(Random random, int inputs) {
        return new LstmLayer(
                inputs,
                hidden,
                weights(random, inputs * 4 * hidden),
                weights(random, hidden * 4 * hidden),
                weights(random, 4 * hidden));
    }

    private static float[] weights(Random random, int count) {
        var weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = (float) random.nextGaussian() * 0.1f;
        }
        return weights;
    }

    /** The encoded release that makes it serve every machine. */
    public byte[] encodedRelease() {
        return RecordEncoder.of(ModelRelease.class).encode(release("bench", "*", ArtefactCodec.encode(artefact())));
    }

    /** The release of another one of the same size, to score beside it. */
    public ModelRelease shadow() {
        ModelArtefact second = artefact(2);
        return ModelRelease.newBuilder(release(second.modelId(), "*", ArtefactCodec.encode(second)))
                .setVersion(second.version())
                .setAction(ReleaseAction.SHADOW)
                .build();
    }

    private static ModelRelease release(String modelId, String pattern, byte[] bytes) {
        return ModelRelease.newBuilder()
                .setModelId(modelId)
                .setVersion(1)
                .setMachinePatterns(List.of(pattern))
                .setArtefact(ByteBuffer.wrap(bytes))
                .setSha256(ArtefactCodec.sha256Hex(bytes))
                .setReleasedAtMillis(0)
                .build();
    }
}
