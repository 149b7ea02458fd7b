package io.millrace.detection.series;

/**
 * Both scores of a series, never to be mixed in one figure: the causal one opens alerts, the delayed one says better, up to a window
 * later, where an anomaly began and ended.
 *
 * @param causal known at the row itself
 * @param delayed per row, [rows]: the mean over all windows that contain the row; of an ensemble each member's mean over its own windows,
 *     put together as the members' votes are. Rows that no window contains get the score of the first row that one does
 */
public record DelayedSeriesScores(SeriesScores causal, double[] delayed) {}
