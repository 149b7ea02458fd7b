package io.millrace.detection.explain;

/**
 * One sensor's part in an anomaly.
 *
 * @param sensor name
 * @param contribution share of the window's error, 0 … 1
 * @param observed value at the step where this sensor's error is largest, physical unit
 * @param expected the model's value at that step, physical unit
 */
public record SensorShare(String sensor, double contribution, double observed, double expected) {}
