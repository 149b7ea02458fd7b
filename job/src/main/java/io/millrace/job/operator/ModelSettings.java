package io.millrace.job.operator;

import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.signature.TrustedKeys;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * Which models a scoring task starts with and which releases it takes; travels with the job.
 *
 * @param job name under which the job speaks on the status topic
 * @param keys whose releases are taken; with none, signatures are not looked at
 * @param mostArtefactBytes of an artefact that a release refers to
 * @param startReleases encoded {@link ModelRelease}s that serve before any data is read; a job whose start releases are refused does not
 *     start. They come from the job's own configuration and need no signature.
 * @param machinesFolder folder of deltas of machines' own models that serve from the start, each task reads those of its machines; empty
 *     for none
 */
public record ModelSettings(
        String job, TrustedKeys keys, int mostArtefactBytes, List<byte[]> startReleases, String machinesFolder)
        implements Serializable {

    public ModelSettings {
        startReleases = List.copyOf(startReleases);
    }

    /** A job that takes every sound release. */
    public static ModelSettings of(List<byte[]> startReleases) {
        return new ModelSettings("", TrustedKeys.NONE, 64 << 20, startReleases, "");
    }

    Optional<OwnModelFolder> machines() {
        return machinesFolder.isEmpty() ? Optional.empty() : Optional.of(new OwnModelFolder(machinesFolder));
    }
}
