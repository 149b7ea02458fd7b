/**
 * Finds a released model's thresholds, smoothing and morphology anew on a validation part. Labelled strategies say how many labelled events
 * they rest on; the model's weights stay as they are.
 */
package io.millrace.training.tune;
