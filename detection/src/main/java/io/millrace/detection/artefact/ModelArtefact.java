package io.millrace.detection.artefact;

import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.threshold.Thresholds;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that is needed to watch a machine. Immutable, shared between tasks.
 *
 * @param modelId names the model over all its versions
 * @param version grows with each release, ≥ 1
 * @param createdAtMillis when it was trained, epoch milliseconds
 * @param preprocessing raw rows to feature rows
 * @param detector feature rows to scores
 * @param smoothing along a machine's scores
 * @param thresholds scores to yes or no
 * @param morphology yes and no to events
 * @param provenance data hashes, split, seed, options, versions
 */
public record ModelArtefact(
        String modelId,
        long version,
        long createdAtMillis,
        Preprocessing preprocessing,
        Detector detector,
        Smoothing smoothing,
        Thresholds thresholds,
        Morphology morphology,
        SortedMap<String, String> provenance) {

    public ModelArtefact {
        if (modelId.isBlank()) {
            throw new IllegalArgumentException("a model needs an id, found a blank one");
        }
        if (version < 1) {
            throw new IllegalArgumentException("model " + modelId + " needs a version ≥ 1, found " + version);
        }
        if (detector.features() != preprocessing.features()) {
            throw new IllegalArgumentException("model " + modelId + " expects " + detector.features()
                    + " features a row, its preprocessing makes " + preprocessing.features() + " of "
                    + preprocessing.layout() + ": train it again on this layout");
        }
        if (detector.targets() != preprocessing.targets()) {
            throw new IllegalArgumentException("model " + modelId + " has an expectation of " + detector.targets()
                    + " features a row, " + preprocessing.targets() + " of the " + preprocessing.features()
                    + " that its preprocessing makes are measured quantities: train it without state inputs");
        }
        provenance = Collections.unmodifiableSortedMap(new TreeMap<>(provenance));
    }

    /** The same model with other thresholds, as calibration makes it. */
    public ModelArtefact withThresholds(Thresholds calibrated) {
        return new ModelArtefact(
                modelId,
                version,
                createdAtMillis,
                preprocessing,
                detector,
                smoothing,
                calibrated,
                morphology,
                provenance);
    }

    /** The same model with further provenance. */
    public ModelArtefact withProvenance(Map<String, String> more) {
        var all = new TreeMap<>(provenance);
        all.putAll(more);
        return new ModelArtefact(
                modelId, version, createdAtMillis, preprocessing, detector, smoothing, thresholds, morphology, all);
    }

    /** Raw rows that a machine needs before its first window: the window's steps and what its features look back. */
    public int ringRows() {
        return detector.steps() + preprocessing.lookbackRows();
    }
}
