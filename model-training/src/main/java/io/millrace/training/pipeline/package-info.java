/**
 * From series to a model artefact: sensor roles, scaler, windows, network, threshold, provenance. {@link
 * io.millrace.training.pipeline.TrainingPipeline} is the way in.
 */
package io.millrace.training.pipeline;
