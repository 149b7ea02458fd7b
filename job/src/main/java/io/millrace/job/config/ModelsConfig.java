package io.millrace.job.config;

import java.util.List;

/**
 * The models that serve from the start, before any release arrives.
 *
 * @param files each a path of an artefact, or {@code pattern=path} for the machines that the glob pattern names
 */
public record ModelsConfig(List<String> files) {
    public ModelsConfig {
        files = List.copyOf(files);
    }
}
