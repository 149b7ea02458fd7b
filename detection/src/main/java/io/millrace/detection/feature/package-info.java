/**
 * Features engineered from a window: lags, differences, rolling statistics, ratios, states. Knows rows of numbers, nothing of who learns from
 * them; the same code makes them in training and in the job.
 */
package io.millrace.detection.feature;
