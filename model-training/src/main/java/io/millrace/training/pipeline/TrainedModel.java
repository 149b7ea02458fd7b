package io.millrace.training.pipeline;

import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.reading.SensorRole;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.threshold.Thresholds;
import io.millrace.training.network.TrainingCurve;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What training hands over.
 *
 * @param artefact ready to be released
 * @param curve how the network learnt, where there is one
 * @param fitWindows windows that the detector was fitted on
 * @param validationWindows windows that decided when to stop, 0 where nothing did
 * @param calibrationScores window scores that the threshold rests on
 */
public record TrainedModel(
        ModelArtefact artefact,
        Optional<TrainingCurve> curve,
        int fitWindows,
        int validationWindows,
        int calibrationScores) {

    /** The same model with further provenance. */
    public TrainedModel withProvenance(Map<String, String> more) {
        return new TrainedModel(artefact.withProvenance(more), curve, fitWindows, validationWindows, calibrationScores);
    }

    /** Sensors that the model does not look at because they stood still in training, by name. */
    public List<String> constantSensors() {
        Preprocessing preprocessing = artefact.preprocessing();
        return IntStream.range(0, preprocessing.layout().size())
                .filter(j -> preprocessing.scaler().constant(j)
                        && preprocessing.layout().sensor(j).role() == SensorRole.CONTINUOUS)
                .mapToObj(j -> preprocessing.layout().sensor(j).name())
                .toList();
    }

    TrainedModel withThresholds(Thresholds value) {
        return new TrainedModel(
                artefact.withThresholds(value), curve, fitWindows, validationWindows, calibrationScores);
    }
}
