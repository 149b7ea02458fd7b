/**
 * The kinds of detector beside the reconstructing one: nearest window, principal components, clusters of windows, one-step prediction,
 * and the ensemble of few of them. Each is fitted by a factory on feature rows of normal operation, is immutable afterwards, and gives
 * scores in scaled units that {@link io.millrace.detection.detector.ScoreCalibration} makes comparable. Knows windows and scores, not
 * sensors, thresholds or files.
 */
package io.millrace.detection.detector;
