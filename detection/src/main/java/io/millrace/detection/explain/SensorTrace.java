package io.millrace.detection.explain;

/**
 * A sensor over the window, in its physical unit. Its arrays make it equal to itself alone.
 *
 * @param sensor name
 * @param unit physical unit, empty when unknown
 * @param observed [steps], oldest first
 * @param expected by the detector, [steps]
 */
public record SensorTrace(String sensor, String unit, double[] observed, double[] expected) {}
