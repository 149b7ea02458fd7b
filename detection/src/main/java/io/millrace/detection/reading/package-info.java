/**
 * What a machine sends: readings, sensors and their order. Knows nothing of windows, models or transport.
 *
 * <p>Floors of the detection module, each importing only from its left: {@code reading → window → scale → model → score → detector →
 * threshold → morphology → explain → artefact → series}.
 */
package io.millrace.detection.reading;
