package io.millrace.training.augment;

/**
 * Synthetic windows beside recorded ones.
 *
 * @param generator who makes them
 * @param factor how many, as a share of the recorded windows that are learnt, above 0 to 10
 */
public record AugmentOptions(GeneratorKind generator, double factor) {

    public static final double USUAL_FACTOR = 0.3;

    public AugmentOptions {
        if (!(factor > 0 && factor <= 10)) {
            throw new IllegalArgumentException(
                    "augmentation factor: expected a number above 0 to 10, such as 0.3 for three synthetic windows beside ten"
                            + " recorded ones, found " + factor);
        }
    }

    /** Synthetic windows that go with so many recorded ones; at least one. */
    public int count(int recorded) {
        return (int) Math.max(1, Math.round(factor * recorded));
    }
}
