package io.millrace.training.pipeline;

/**
 * What fine-tuning did for one machine. Errors are mean squared errors per step and feature on the machine's validation windows.
 *
 * @param machineId whose windows these were
 * @param globalError of the general model; NaN where the machine has no validation windows
 * @param ownError of the machine's own layers; NaN where none were fitted, or fitting diverged
 * @param epochs passes over the machine's windows, the one that diverged included; 0 where none were fitted
 * @param globalThreshold the machine's threshold under the general model; NaN where its scores are too few for one
 * @param ownThreshold the machine's threshold under its own model; NaN where that is not kept
 * @param bytes size of the delta; 0 where the general model serves the machine
 */
public record TunedMachine(
        String machineId,
        double globalError,
        double ownError,
        int epochs,
        double globalThreshold,
        double ownThreshold,
        int bytes) {

    /** Whether its weights left the finite numbers; the general model serves it then. */
    public boolean diverged() {
        return epochs > 0 && Double.isNaN(ownError);
    }

    /** Whether the machine has a model of its own, which is better than the general one. */
    public boolean kept() {
        return bytes > 0;
    }
}
