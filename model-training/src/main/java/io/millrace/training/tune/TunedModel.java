package io.millrace.training.tune;

import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.quality.EventQuality;
import java.util.Optional;

/**
 * A model with new thresholds.
 *
 * @param artefact the model, one version higher
 * @param rows validation rows that it rests on
 * @param labelledEvents events among them that it rests on, 0 for label-free policies
 * @param before events found and missed on the validation part with the old settings, where there are labels
 * @param after the same with the new settings: on the rows that chose them, so no measure of quality
 */
public record TunedModel(
        ModelArtefact artefact,
        long rows,
        int labelledEvents,
        Optional<EventQuality> before,
        Optional<EventQuality> after) {}
