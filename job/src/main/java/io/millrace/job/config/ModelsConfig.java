package io.millrace.job.config;

import java.util.List;
import java.util.Optional;

/**
 * The models that serve from the start, before any release arrives, and whose releases are taken.
 *
 * @param files each a path of an artefact, or {@code pattern=path} for the machines that the glob pattern names
 * @param machines folder of machines' deltas, in a file system that every TaskManager can read
 * @param publicKeys paths of PEM files; with any, a release must be signed with the private half of one of them
 * @param mostArtefactBytes of an artefact that a release refers to
 */
public record ModelsConfig(
        List<String> files, Optional<String> machines, List<String> publicKeys, int mostArtefactBytes) {
    public ModelsConfig {
        files = List.copyOf(files);
        publicKeys = List.copyOf(publicKeys);
    }
}
