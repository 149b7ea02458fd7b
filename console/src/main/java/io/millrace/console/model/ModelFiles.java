package io.millrace.console.model;

import io.millrace.detection.artefact.ModelDelta;
import java.io.IOException;
import java.util.Optional;

/** What of a job's models is on no topic, read as the job reads it. May take its time. Safe to use from several threads. */
public interface ModelFiles {

    /**
     * The bytes of an artefact that a release refers to, checked against its SHA-256.
     *
     * @throws IOException if it cannot be read now; says why
     * @throws IllegalArgumentException if the URI or the SHA-256 is none
     */
    byte[] artefact(String uri, String sha256) throws IOException;

    /**
     * The delta of a machine in the job's folder of machines' own models, nothing where it has none.
     *
     * @throws IOException if it is there and cannot be read; says why
     */
    Optional<ModelDelta> own(String machineId) throws IOException;

    /** The job's folder of machines' own models, for people; nothing where it has none. */
    Optional<String> ownFolder();
}
