package io.millrace.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/**
 * A figure that was taken several times.
 *
 * @param median middle one; of an even number the mean of the two in the middle
 * @param low smallest
 * @param high largest
 * @param runs how often it was taken, ≥ 1
 */
public record Spread(double median, double low, double high, int runs) {

    public static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("a figure needs at least one value, found none");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
    }

    public ObjectNode toJson() {
        ObjectNode node = BenchOptions.newObject();
        node.put("median", median);
        node.put("low", low);
        node.put("high", high);
        node.put("runs", runs);
        return node;
    }
}
