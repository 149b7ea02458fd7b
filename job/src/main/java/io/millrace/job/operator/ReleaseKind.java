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
    /** A machine's own model is to end: by a release that says so, or because its record was deleted from the topic. */
    WITHDRAWAL;

    public static ReleaseKind of(ModelRelease release) {
        if (release.getAction() == ReleaseAction.WITHDRAW) {
            return WITHDRAWAL;
        }
        return release.getArtefact() != null && ArtefactCodec.isDelta(release.getArtefact()) ? DELTA : MODEL;
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
