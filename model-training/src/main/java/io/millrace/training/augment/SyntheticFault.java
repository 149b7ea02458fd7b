package io.millrace.training.augment;

/**
 * A fault that was planted.
 *
 * @param kind what went wrong
 * @param sensor name of the sensor that shows it
 * @param start first faulty row
 * @param end first healthy row after it, or the end of the series
 * @param size in the sensor's unit, signed where the direction matters; 0 for a fault without a size of its own
 */
public record SyntheticFault(SyntheticFaultKind kind, String sensor, int start, int end, double size) {

    /** Faulty rows. */
    public int rows() {
        return end - start;
    }
}
