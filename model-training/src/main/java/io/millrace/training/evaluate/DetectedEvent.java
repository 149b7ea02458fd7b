package io.millrace.training.evaluate;

import java.util.List;

/**
 * An event as the detector sees it.
 *
 * @param start first row
 * @param end last row, inclusive
 * @param peak highest smoothed score
 * @param mean mean smoothed score
 * @param topSensors up to three sensors with the largest share of the error, the largest first
 * @param hit whether it overlaps a true event
 */
public record DetectedEvent(int start, int end, double peak, double mean, List<String> topSensors, boolean hit) {

    public int length() {
        return end - start + 1;
    }
}
