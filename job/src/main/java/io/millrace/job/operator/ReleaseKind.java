package io.millrace.job.operator;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.reading.MachinePattern;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ReleaseAction;
import java.util.List;
import java.util.Optional;

/** What a release is about, as far as that can be told without decoding its artefact: it decides which tasks hear of it. */
public enum ReleaseKind {
    /** A model for all machines that match its patterns; every task holds it. */
    MODEL,
    /** The delta of one machine's own model; the task that scores the machine holds it. */
    DELTA,
    /** A machine's own model, or a shadow, is to end: by a release that says so, or because its record was deleted from the topic. */
    WITHDRAWAL;

    public static ReleaseKind of(ModelRelease release) {
        if (release.getAction() == ReleaseAction.WITHDRAW) {
            return WITHDRAWAL;
        }
        return release.getArtefact() != null && ArtefactCodec.isDelta(release.getArtefact()) ? DELTA : MODEL;
    }

    /** Of a shadow's key on the topic, which must not be that of the version that serves: compaction would leave one of the two. */
    private static final String SHADOW_KEY = "/shadow";

    /** Under which key a release stands on the topic of models. */
    public static String topicKey(ModelRelease release) {
        boolean shadow = release.getAction() == ReleaseAction.SHADOW
                || release.getAction() == ReleaseAction.WITHDRAW
                        && release.getMachinePatterns().isEmpty();
        return shadow ? shadowKey(release.getModelId()) : release.getModelId();
    }

    /** Under which key the shadow of a model stands there. */
    static String shadowKey(String modelId) {
        return modelId + SHADOW_KEY;
    }

    /** The model whose shadow a withdrawal ends, if it has one; nothing when it is one of a machine's own model for certain. */
    static Optional<String> shadowWithdrawnBy(ModelRelease withdrawal) {
        String modelId = withdrawal.getModelId();
        if (withdrawal.getVersion() == 0) { // a deleted record has nothing but its key
            return modelId.endsWith(SHADOW_KEY)
                    ? Optional.of(modelId.substring(0, modelId.length() - SHADOW_KEY.length()))
                    : Optional.empty();
        }
        return withdrawal.getMachinePatterns().isEmpty() ? Optional.of(modelId) : Optional.empty();
    }

    /** A deleted record in the form of a release; nobody can have signed it. */
    public static ModelRelease withdrawal(String modelId) {
        return ModelRelease.newBuilder()
                .setModelId(modelId)
                .setVersion(0)
                .setMachinePatterns(List.of())
                .setSha256("")
                .setReleasedAtMillis(0)
                .setAction(ReleaseAction.WITHDRAW)
                .build();
    }

    /** The one machine that a release is for; nothing when it may be for several. */
    public static Optional<String> machineOf(ModelRelease release) {
        List<String> patterns = release.getMachinePatterns();
        return patterns.size() == 1 ? new MachinePattern(patterns.get(0)).machineId() : Optional.empty();
    }
}
