package io.millrace.training.recipe;

import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.score.Detector;
import io.millrace.training.network.TrainingCurve;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a recipe makes of training rows.
 *
 * @param preprocessing raw rows to feature rows
 * @param detector feature rows to scores
 * @param calibration raw scores of held-back training windows in time order, by a detector that was not fitted on them, per series [windows]; where
 *     their threshold rests on no labels, of windows without a row labelled anomalous
 * @param calibrationLabels whether the newest row of each held-back window is anomalous, per series [windows]; empty where nobody knows
 * @param curve how the network learnt, where there is one
 * @param notes for provenance
 */
public record FittedDetector(
        Preprocessing preprocessing,
        Detector detector,
        List<double[]> calibration,
        Optional<RowLabels> calibrationLabels,
        Optional<TrainingCurve> curve,
        Map<String, String> notes) {}
