/**
 * Data that nobody measured: faults planted into recorded series, labelled, and windows of normal operation that resemble those recorded. What
 * is made here is for training parts and for tests of detectors; thresholds rest on recorded rows alone.
 */
package io.millrace.training.augment;
