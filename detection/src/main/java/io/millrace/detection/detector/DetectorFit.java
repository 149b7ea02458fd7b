package io.millrace.detection.detector;

import io.millrace.detection.score.Detector;

/** A way to make a detector of training rows, which an ensemble uses twice: to calibrate, and to score. */
@FunctionalInterface
public interface DetectorFit {

    /** The detector may look at the leading features of each row alone. */
    Detector fit(TrainingRows rows);
}
