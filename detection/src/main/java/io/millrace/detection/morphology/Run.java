package io.millrace.detection.morphology;

/**
 * A run of windows.
 *
 * @param start index of the first window
 * @param end index of the last window, inclusive
 */
public record Run(int start, int end) {

    public Run {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("a run needs 0 ≤ start ≤ end, found " + start + " … " + end);
        }
    }

    public int length() {
        return end - start + 1;
    }
}
