package io.millrace.detection.threshold;

import io.millrace.detection.detector.ScoreCalibration;
import java.io.Serializable;

/**
 * Where on the scale from 0 to 1 an alert begins and where it becomes critical: normal &lt; warning ≤ … &lt; critical ≤ ….
 *
 * @param warning in (0, critical)
 * @param critical in (warning, 1)
 */
public record AlertLevels(double warning, double critical) implements Serializable {

    public static final AlertLevels DEFAULT = new AlertLevels(ScoreCalibration.EDGE_LEVEL, 0.7);

    public AlertLevels {
        if (!(warning > 0 && warning < critical && critical < 1)) {
            throw new IllegalArgumentException("alert levels expect 0 < warning < critical < 1, found a warning from "
                    + warning + " and critical from " + critical);
        }
    }
}
