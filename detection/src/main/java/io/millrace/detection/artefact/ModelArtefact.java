package io.millrace.detection.artefact;

import io.millrace.detection.detector.ScoreCalibration;
import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.threshold.AlertLevels;
import io.millrace.detection.threshold.LevelScale;
import io.millrace.detection.threshold.Thresholds;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
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
 * @param calibration what smoothed scores are on healthy data held back; empty of older models, and where the score is a level by itself
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
        Optional<ScoreCalibration> calibration,
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

    /** Without calibration. */
    public ModelArtefact(
            String modelId,
            long version,
            long createdAtMillis,
            Preprocessing preprocessing,
            Detector detector,
            Smoothing smoothing,
            Thresholds thresholds,
            Morphology morphology,
            SortedMap<String, String> provenance) {
        this(
                modelId,
                version,
                createdAtMillis,
                preprocessing,
                detector,
                smoothing,
                thresholds,
                morphology,
                Optional.empty(),
                provenance);
    }

    /** Smoothed scores of a machine on the scale of alert levels; empty where nothing calibrates them. */
    public Optional<LevelScale> levels(String machineId) {
        return detector.scoreIsLevel()
                ? Optional.of(LevelScale.SCORE_IS_LEVEL)
                : calibration.map(found -> LevelScale.of(found, thresholds, machineId));
    }

    /** The score above which a machine is alarmed of. */
    public double alarm(String machineId, AlertLevels levels) {
        double threshold = thresholds.forMachine(machineId);
        return levels(machineId).map(scale -> scale.alarm(threshold, levels)).orElse(threshold);
    }

    /** The same model with this calibration. */
    public ModelArtefact withCalibration(Optional<ScoreCalibration> value) {
        return new ModelArtefact(
                modelId,
                version,
                createdAtMillis,
                preprocessing,
                detector,
                smoothing,
                thresholds,
                morphology,
                value,
                provenance);
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
                calibration,
                provenance);
    }

    /** The same model with further provenance. */
    public ModelArtefact withProvenance(Map<String, String> more) {
        var all = new TreeMap<>(provenance);
        all.putAll(more);
        return new ModelArtefact(
                modelId,
                version,
                createdAtMillis,
                preprocessing,
                detector,
                smoothing,
                thresholds,
                morphology,
                calibration,
                all);
    }

    /** Raw rows that a machine needs before its first window: the window's steps and what its features look back. */
    public int ringRows() {
        return detector.steps() + preprocessing.lookbackRows();
    }
}
