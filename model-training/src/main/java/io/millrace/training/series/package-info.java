/**
 * Recorded data: what a machine said over time, read from files of many layouts. A {@link io.millrace.training.series.Series} holds raw
 * values; scaling and windows come later.
 */
package io.millrace.training.series;
