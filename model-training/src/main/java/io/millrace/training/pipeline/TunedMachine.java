package io.millrace.training.pipeline;

import io.millrace.detection.artefact.ModelArtefact;
import java.util.Optional;

/**
 * What fine-tuning did for one machine. Errors are mean squared errors per step and feature on the machine's validation windows.
 *
 * @param machineId whose windows these were
 * @param globalError of the general model; NaN where the machine has no validation windows
 * @param ownError of the best fine-tuned weights; NaN where none were fitted, or fitting diverged
 * @param epochs passes over the machine's windows, the one that diverged included; 0 where none were fitted
 * @param own the machine's model, where it is better than the general one
 */
public record TunedMachine(
        String machineId, double globalError, double ownError, int epochs, Optional<ModelArtefact> own) {

    /** Whether its weights left the finite numbers; the general model serves it then. */
    public boolean diverged() {
        return epochs > 0 && Double.isNaN(ownError);
    }
}
