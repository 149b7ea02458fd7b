package io.millrace.detection.detector;

import io.millrace.detection.score.Detector;

/**
 * One voice of an ensemble.
 *
 * @param detector sees the newest rows of the ensemble's window, as many as it has steps, and their leading features
 * @param weight > 0, relative to the other members'
 * @param calibration what its scores are on normal operation
 */
public record EnsembleMember(Detector detector, double weight, ScoreCalibration calibration) {

    public EnsembleMember {
        if (!(weight > 0) || !Double.isFinite(weight)) {
            throw new IllegalArgumentException(
                    "the weight of member '" + detector.name() + "' must be finite and > 0, found " + weight);
        }
    }
}
