/**
 * From raw rows to features: scalers fitted on training rows, and enrichment by difference and rolling deviation. What is
 * fitted here travels inside the model artefact and is repeated exactly in the job.
 */
package io.millrace.detection.scale;
