/**
 * The model artefact: one versioned, checksummed file that carries layout, scaler, features, detector, thresholds, morphology and
 * provenance together, so that a model can never meet another model's scaler. The only room that knows Avro.
 */
package io.millrace.detection.artefact;
