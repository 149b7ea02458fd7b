package io.millrace.training.pipeline;

/**
 * How a general model is fitted further to one machine.
 *
 * @param layers what the machine's own model has instead of the general one's
 * @param epochs most passes over the machine's windows, ≥ 1; the output layer alone needs one and takes no notice
 * @param rateFactor its learning rate over the general model's, in (0, 1]; as above
 * @param patience epochs without a better validation error before it stops, ≥ 1; as above
 */
public record FineTuneOptions(Layers layers, int epochs, double rateFactor, int patience) {

    /** Layers that are fitted. */
    public enum Layers {
        /** The output layer, by least squares towards the general one: some hundred bytes for each machine and sensor. */
        OUTPUT,
        /** All of them, by gradient descent: as many bytes as the general model for each machine. */
        ALL
    }

    public static final FineTuneOptions DEFAULT = new FineTuneOptions(Layers.OUTPUT, 5, 0.1, 2);

    public FineTuneOptions {
        if (epochs < 1 || patience < 1) {
            throw new IllegalArgumentException("epochs and patience of fine-tuning: expected 1 or more each, found "
                    + epochs + " and " + patience);
        }
        if (!(rateFactor > 0 && rateFactor <= 1)) {
            throw new IllegalArgumentException(
                    "learning-rate factor of fine-tuning: expected above 0 to 1, found " + rateFactor);
        }
    }

    public FineTuneOptions withLayers(Layers value) {
        return new FineTuneOptions(value, epochs, rateFactor, patience);
    }
}
