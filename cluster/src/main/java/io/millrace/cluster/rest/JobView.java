package io.millrace.cluster.rest;

/**
 * A job as the cluster's list shows it.
 *
 * @param state Flink's word, such as RUNNING or RESTARTING
 * @param startedAtMillis epoch milliseconds
 * @param durationMillis since its start, or until its end
 */
public record JobView(String id, String name, String state, long startedAtMillis, long durationMillis) {

    /** Whether it has not come to an end. */
    public boolean live() {
        return switch (state) {
            case "FINISHED", "CANCELED", "FAILED", "SUSPENDED" -> false;
            default -> true;
        };
    }
}
