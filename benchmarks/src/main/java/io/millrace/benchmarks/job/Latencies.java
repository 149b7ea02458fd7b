package io.millrace.benchmarks.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.benchmarks.BenchOptions;
import java.util.Arrays;

/**
 * Latencies of a run, milliseconds.
 *
 * @param sorted ascending
 */
record Latencies(long[] sorted) {

    static Latencies of(long[] millis) {
        long[] sorted = millis.clone();
        Arrays.sort(sorted);
        return new Latencies(sorted);
    }

    int count() {
        return sorted.length;
    }

    /** The smallest latency that the share of all does not exceed; NaN without any. */
    double quantile(double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)];
    }

    ObjectNode toJson() {
        ObjectNode node = BenchOptions.newObject();
        node.put("count", count());
        node.put("p50Millis", quantile(0.5));
        node.put("p99Millis", quantile(0.99));
        node.put("p999Millis", quantile(0.999));
        node.put("maxMillis", quantile(1));
        return node;
    }
}
