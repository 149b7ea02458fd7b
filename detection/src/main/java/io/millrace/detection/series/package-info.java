/**
 * A whole series at once: the batch form of what the job does reading by reading, on the same code. Training calibrates with it and
 * evaluation measures with it.
 */
package io.millrace.detection.series;
