package io.millrace.detection.explain;

import io.millrace.detection.score.SelfAttribution;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can be said about one window.
 *
 * @param quick as an alert has it
 * @param attribution sampled Shapley values
 * @param surrogate linear model near the window
 * @param counterfactuals one per sensor, the smallest change that is enough first, those that are not enough last; empty for a window that
 *     is normal as it is
 * @param traces of the reconstructed sensors, largest attribution first
 * @param own exact attribution by the detector itself, where it can
 * @param background what a sensor shows while it is taken out, for people
 * @param threshold that the score is compared with
 * @param questions windows scored for it all
 */
public record WindowExplanation(
        Explanation quick,
        Attribution attribution,
        Surrogate surrogate,
        List<Counterfactual> counterfactuals,
        List<SensorTrace> traces,
        Optional<SelfAttribution> own,
        String background,
        double threshold,
        long questions) {

    public WindowExplanation {
        counterfactuals = List.copyOf(counterfactuals);
        traces = List.copyOf(traces);
    }

    /** Whether the window's score, before smoothing, is over the threshold. */
    public boolean anomalous() {
        return attribution.score() / threshold > 1;
    }

    /** What would have kept the window normal, in a sentence. */
    public String counterfactualSentence() {
        return CounterfactualSentence.of(this);
    }

    /** Other sensors that would have kept it normal alone, half a sentence each, smallest change first; a few at most. */
    public List<String> counterfactualAlternatives() {
        return CounterfactualSentence.alternatives(this);
    }
}
