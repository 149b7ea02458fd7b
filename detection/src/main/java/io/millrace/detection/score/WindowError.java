package io.millrace.detection.score;

/**
 * Where in a window the error sits. Owned by the caller; its arrays make it equal to itself alone.
 *
 * @param featureShare share of the error per target feature, [targets], sums to 1 (all 0 for a perfect window)
 * @param stepShare share of the error per step, [steps], sums to 1 (all 0 for a perfect window)
 * @param expected the model's idea of the window in scaled units, [steps × targets], row-major
 */
public record WindowError(double[] featureShare, double[] stepShare, float[] expected) {}
