package io.millrace.detection.score;

/**
 * An exact attribution by the detector itself. Owned by the caller; its array makes it equal to itself alone.
 *
 * @param method name of the method, for people
 * @param quantity what is attributed, for people: a margin, say, that the score is a squeezed form of
 * @param base the quantity where nothing is known of the window
 * @param byFeature what each feature of a row adds over the window, [features]; base and these sum to the quantity
 */
public record SelfAttribution(String method, String quantity, double base, double[] byFeature) {

    /** The quantity of this window. */
    public double total() {
        double total = base;
        for (double part : byFeature) {
            total += part;
        }
        return total;
    }
}
