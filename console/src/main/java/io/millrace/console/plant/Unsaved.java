package io.millrace.console.plant;

import java.util.List;
import java.util.Map;

/**
 * History that has changed since it was last saved, copied.
 *
 * @param machines by machine id
 */
public record Unsaved(Map<String, Buckets> machines, List<Evidence> evidence) {

    /** Changed buckets of one machine with the names of their columns. */
    public record Buckets(List<String> sensors, List<HistoryBucket> buckets) {}

    public boolean isEmpty() {
        return machines.isEmpty() && evidence.isEmpty();
    }
}
