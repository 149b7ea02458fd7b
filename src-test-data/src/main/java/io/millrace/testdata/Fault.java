package io.millrace.testdata;

import java.util.List;

/**
 * One labelled fault.
 *
 * @param machineId the machine
 * @param kind what went wrong
 * @param sensors names of the sensors that show it, in the machine's order
 * @param startMillis first faulty reading, epoch milliseconds
 * @param endMillis first healthy reading after it: the interval is half-open
 * @param magnitude size as a share of a sensor's span, signed where the direction matters; 0 for stuck and dropped sensors
 */
public record Fault(
        String machineId, FaultKind kind, List<String> sensors, long startMillis, long endMillis, double magnitude) {

    public Fault {
        sensors = List.copyOf(sensors);
        if (sensors.isEmpty() || startMillis >= endMillis) {
            throw new IllegalArgumentException("fault of " + machineId + ": expected sensors and start < end, found "
                    + sensors + ", " + startMillis + " and " + endMillis);
        }
    }

    /** Whether a reading of this time is faulty. */
    public boolean covers(long timestampMillis) {
        return startMillis <= timestampMillis && timestampMillis < endMillis;
    }
}
