package io.millrace.training.pipeline;

import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.threshold.Thresholds;
import io.millrace.training.network.TrainingCurve;

/**
 * What training hands over.
 *
 * @param artefact ready to be released
 * @param curve how the network learnt
 * @param fitWindows windows that the network was fitted on
 * @param validationWindows windows that decided when to stop
 * @param calibrationScores window scores that the threshold rests on
 */
public record TrainedModel(
        ModelArtefact artefact, TrainingCurve curve, int fitWindows, int validationWindows, int calibrationScores) {

    TrainedModel withThresholds(Thresholds value) {
        return new TrainedModel(
                artefact.withThresholds(value), curve, fitWindows, validationWindows, calibrationScores);
    }
}
