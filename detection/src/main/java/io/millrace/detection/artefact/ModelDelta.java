package io.millrace.detection.artefact;

import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmLayer;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.detection.threshold.Thresholds;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one machine's own model has instead of its base's, the general LSTM autoencoder that it was fine-tuned from: the output layer or all
 * layers, and a threshold. It means nothing without that base. Immutable.
 *
 * @param modelId identity of the machine's own model over all its versions
 * @param version of the machine's own model, ≥ 1
 * @param createdAtMillis when it was fine-tuned, epoch milliseconds
 * @param machineId the one machine that it serves
 * @param baseModelId identity of the base
 * @param baseVersion version of the base
 * @param baseSha256 {@link ArtefactCodec#weightsSha256} of the base
 * @param recurrent the encoder and the decoder, where they are not the base's
 * @param output the output layer
 * @param threshold of the machine, finite and > 0
 * @param thresholdPolicy how it was found, for people
 * @param provenance how it was fine-tuned
 */
public record ModelDelta(
        String modelId,
        long version,
        long createdAtMillis,
        String machineId,
        String baseModelId,
        long baseVersion,
        String baseSha256,
        Optional<Recurrent> recurrent,
        DenseLayer output,
        double threshold,
        String thresholdPolicy,
        SortedMap<String, String> provenance) {

    private static final String SUFFIX = ".model";

    /** Both LSTM layers of an autoencoder. */
    public record Recurrent(LstmLayer encoder, LstmLayer decoder) {}

    public ModelDelta {
        if (modelId.isBlank() || machineId.isEmpty() || baseModelId.isBlank() || modelId.equals(baseModelId)) {
            throw new IllegalArgumentException(
                    "a delta needs an id of its own, a machine and a base, found id '%s', machine '%s', base '%s'"
                            .formatted(modelId, machineId, baseModelId));
        }
        if (version < 1 || baseVersion < 1) {
            throw new IllegalArgumentException(
                    "a delta needs versions ≥ 1 for itself and its base, found " + version + " and " + baseVersion);
        }
        if (!(threshold > 0) || !Double.isFinite(threshold)) {
            throw new IllegalArgumentException("a delta needs a threshold that is finite and > 0, found " + threshold);
        }
        provenance = provenance.isEmpty()
                ? Collections.emptySortedMap() // one for all, where many are held
                : Collections.unmodifiableSortedMap(new TreeMap<>(provenance));
    }

    /** The same delta, as a job holds it. */
    public ModelDelta withoutProvenance() {
        return new ModelDelta(
                modelId,
                version,
                createdAtMillis,
                machineId,
                baseModelId,
                baseVersion,
                baseSha256,
                recurrent,
                output,
                threshold,
                thresholdPolicy,
                Collections.emptySortedMap());
    }

    /** File name of a machine's delta, for any machine id. */
    public static String fileName(String machineId) {
        return URLEncoder.encode(machineId, StandardCharsets.UTF_8) + SUFFIX;
    }

    /** The machine that a file is named after by {@link #fileName}; nothing for other names. */
    public static Optional<String> machineOf(String fileName) {
        if (!fileName.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        try {
            String encoded = fileName.substring(0, fileName.length() - SUFFIX.length());
            String machineId = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
            return fileName(machineId).equals(fileName) ? Optional.of(machineId) : Optional.empty();
        } catch (IllegalArgumentException notEncoded) {
            return Optional.empty();
        }
    }

    /**
     * Whether a model is the very one that this was fine-tuned from, up to its thresholds and provenance.
     *
     * @param weightsSha256 {@link ArtefactCodec#everyWeightsSha256} of the model
     */
    public boolean isOf(ModelArtefact model, Set<String> weightsSha256) {
        return model.modelId().equals(baseModelId)
                && model.version() == baseVersion
                && weightsSha256.contains(baseSha256);
    }

    /** The threshold in the form of an artefact's, next to what the base says of critical alerts. */
    public Thresholds thresholds(ModelArtefact base) {
        return new Thresholds(
                thresholdPolicy, threshold, Map.of(), 0, base.thresholds().criticalRatio());
    }

    /**
     * The machine's own network.
     *
     * @throws IllegalArgumentException if the layers do not fit the base's, or the base is no LSTM autoencoder
     */
    public LstmAutoencoder network(ModelArtefact base) {
        if (!(base.detector() instanceof ReconstructionDetector general)) {
            throw new IllegalArgumentException("a delta needs an LSTM autoencoder for its base, found "
                    + base.detector().name());
        }
        LstmAutoencoder network = general.model();
        return new LstmAutoencoder(
                network.steps(),
                network.activation(),
                recurrent.map(Recurrent::encoder).orElse(network.encoder()),
                recurrent.map(Recurrent::decoder).orElse(network.decoder()),
                output);
    }

    /**
     * The machine's own model as a whole.
     *
     * @throws IllegalArgumentException if this is not a delta of the base
     */
    public ModelArtefact applyTo(ModelArtefact base) {
        if (!isOf(base, ArtefactCodec.everyWeightsSha256(base))) {
            throw new IllegalArgumentException("delta " + modelId + " belongs to model " + baseModelId + " version "
                    + baseVersion + " with weights " + baseSha256 + ", found " + base.modelId() + " version "
                    + base.version() + " with weights " + ArtefactCodec.weightsSha256(base)
                    + ": fine-tune it from this model");
        }
        var all = new TreeMap<>(base.provenance());
        all.putAll(provenance);
        return new ModelArtefact(
                modelId,
                version,
                createdAtMillis,
                base.preprocessing(),
                new ReconstructionDetector(network(base), ((ReconstructionDetector) base.detector()).scoring()),
                base.smoothing(),
                thresholds(base),
                base.morphology(),
                all);
    }
}
