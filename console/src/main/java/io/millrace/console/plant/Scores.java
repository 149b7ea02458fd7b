package io.millrace.console.plant;

/**
 * Window scores of one machine, as they are handed out.
 *
 * @param timestamps event times of the windows' last rows, rising, [scores]
 * @param scores after smoothing, [scores]
 * @param thresholds what each was compared with, [scores]
 */
public record Scores(long[] timestamps, double[] scores, double[] thresholds) {}
