package io.millrace.console.model;

import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.schemas.ModelRelease;
import java.util.Optional;

/**
 * A release with what could be read of it.
 *
 * @param release as it was offered
 * @param artefact the model, empty of a machine's own (a delta), of one that is elsewhere, and of one that cannot be read
 * @param bytes size of the artefact, 0 when it is elsewhere
 * @param trouble why there is no model to look into, empty when there is one or it is a delta
 */
public record ReleasedModel(ModelRelease release, Optional<ModelArtefact> artefact, int bytes, String trouble) {

    /** Whether it is one machine's own model. */
    public boolean own() {
        return artefact.isEmpty() && trouble.isEmpty();
    }
}
