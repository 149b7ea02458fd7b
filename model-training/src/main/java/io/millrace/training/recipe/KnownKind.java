package io.millrace.training.recipe;

import io.millrace.detection.threshold.ThresholdPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of detector that can be trained by its name.
 *
 * @param name as it stands on the command line and in alerts
 * @param task what its score means
 * @param needsLabels whether it learns from labelled rows
 * @param summary what it does, in one line
 * @param options what can be set
 * @param threshold what finds the threshold of its scores, of its settings; empty for the usual policy
 * @param maker makes the kind of settings; throws {@link IllegalArgumentException} for a value out of its range
 */
public record KnownKind(
        String name,
        Task task,
        boolean needsLabels,
        String summary,
        List<KindOption> options,
        Function<KindSettings, Optional<ThresholdPolicy>> threshold,
        Function<KindSettings, DetectorKind> maker) {

    /** What a score means. */
    public enum Task {
        /** How unlike its training a window is; learns from normal operation. */
        NOVELTY,
        /** How like the labelled faults a window is; learns from both. */
        CLASSIFICATION
    }

    public KnownKind {
        options = List.copyOf(options);
    }

    /** A kind that learns from normal operation and has the usual threshold. */
    static KnownKind novelty(
            String name, String summary, List<KindOption> options, Function<KindSettings, DetectorKind> maker) {
        return new KnownKind(name, Task.NOVELTY, false, summary, options, settings -> Optional.empty(), maker);
    }

    /**
     * The kind with these settings.
     *
     * @param given value by option; the others stand at their standard
     * @throws IllegalArgumentException for an unknown option or a value out of its range
     */
    public DetectorKind with(Map<String, String> given) {
        return maker.apply(new KindSettings(name, options, given));
    }

    /** The policy that finds the threshold with these settings, empty for the usual one. */
    public Optional<ThresholdPolicy> thresholdWith(Map<String, String> given) {
        return threshold.apply(new KindSettings(name, options, given));
    }
}
