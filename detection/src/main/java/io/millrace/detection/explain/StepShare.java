package io.millrace.detection.explain;

/**
 * One step's part in an anomaly.
 *
 * @param stepsBeforeEnd 0 for the window's newest row
 * @param share share of the window's error, 0 … 1
 */
public record StepShare(int stepsBeforeEnd, double share) {}
