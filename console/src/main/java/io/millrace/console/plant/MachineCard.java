package io.millrace.console.plant;

import java.util.List;

/**
 * A machine at a glance.
 *
 * @param sinceMillis event time at which the state began: an alert's onset, the last reading of a silent one; null otherwise
 * @param ratio newest score / threshold, NaN without one
 * @param lastMillis event time of the newest reading
 * @param alertId the most urgent open alert, null without one
 * @param alertRatio that alert's highest score / threshold, NaN without one
 * @param sensor what shows that alert most, empty without one
 * @param acknowledged whether somebody has seen that alert
 * @param peaks highest ratio by two minutes: [start, ratio], of those asked for
 */
public record MachineCard(
        String id,
        MachineState state,
        Long sinceMillis,
        double ratio,
        Long lastMillis,
        String alertId,
        double alertRatio,
        String sensor,
        boolean acknowledged,
        List<Peak> peaks) {

    /** Highest ratio of a bucket, NaN where readings came without scores. */
    public record Peak(long startMillis, double ratio) {}
}
