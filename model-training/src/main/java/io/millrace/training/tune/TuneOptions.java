package io.millrace.training.tune;

import io.millrace.detection.threshold.ThresholdPolicy;
import java.util.Optional;

/**
 * What is found anew. Exactly one of the two policies is there.
 *
 * @param labelFree threshold without labels
 * @param labelled threshold with labels
 * @param perMachine whether each machine gets a threshold of its own beside the common one
 * @param events whether smoothing and morphology are tuned too, for the most event F1; needs labels
 */
public record TuneOptions(
        Optional<ThresholdPolicy> labelFree, Optional<LabelledPolicy> labelled, boolean perMachine, boolean events) {

    public TuneOptions {
        if (labelFree.isPresent() == labelled.isPresent()) {
            throw new IllegalArgumentException("tuning needs one threshold policy, with labels or without");
        }
    }

    public static TuneOptions of(ThresholdPolicy policy) {
        return new TuneOptions(Optional.of(policy), Optional.empty(), false, false);
    }

    public static TuneOptions of(LabelledPolicy policy) {
        return new TuneOptions(Optional.empty(), Optional.of(policy), false, false);
    }

    public TuneOptions withPerMachine(boolean value) {
        return new TuneOptions(labelFree, labelled, value, events);
    }

    public TuneOptions withEvents(boolean value) {
        return new TuneOptions(labelFree, labelled, perMachine, value);
    }

    String describe() {
        return labelFree
                .map(ThresholdPolicy::describe)
                .or(() -> labelled.map(LabelledPolicy::describe))
                .orElseThrow();
    }
}
