package io.millrace.console.explain;

/**
 * A sensor beside what the model expected of it, all [rows] in the sensor's physical unit; NaN where there is none.
 *
 * @param bandHalfWidth how far from the expectation every sensor may be all along a window for its score to be just the threshold; NaN for
 *     a model whose score is no reconstruction error
 */
public record SensorTrace(String sensor, String unit, double[] observed, double[] expected, double bandHalfWidth) {}
