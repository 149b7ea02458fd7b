package io.millrace.training.pipeline;

/**
 * How a general model is fitted further to one machine.
 *
 * @param epochs most passes over the machine's windows, ≥ 1
 * @param rateFactor its learning rate over the general model's, in (0, 1]
 * @param patience epochs without a better validation error before it stops, ≥ 1
 */
public record FineTuneOptions(int epochs, double rateFactor, int patience) {

    public static final FineTuneOptions DEFAULT = new FineTuneOptions(5, 0.1, 2);

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
}
